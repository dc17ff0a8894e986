"""Amazon S3 as the port :class:`luneo.ports.objects.ObjectStore`."""

from datetime import timedelta
from typing import Any

from luneo import aws
from luneo.ports.objects import ObjectMissing, ObjectTooLarge, StorageUnavailable, UploadForm
from luneo.resources import Bucket
from luneo.settings import physical_name
from luneo.storage import now

FORM_LIFE = timedelta(minutes=15)
URL_LIFE = timedelta(minutes=15)
FOR_EVER = "public, max-age=31536000, immutable"
# Without permission to list the bucket, S3 says "denied" where there is nothing.
_MISSING = frozenset({"NoSuchKey", "404", "AccessDenied", "403"})
_READING = frozenset({"get_object", "head_object"})


class S3Store:
    """Objects in the buckets that the running function was granted."""

    def get(self, bucket: Bucket, key: str, *, max_bytes: int) -> bytes:
        answer = _call("get_object", bucket, key)
        if answer["ContentLength"] > max_bytes:
            answer["Body"].close()
            raise ObjectTooLarge(f"The file has {answer['ContentLength']:,} bytes; at most {max_bytes:,} are allowed.")
        data: bytes = _call_body(answer["Body"])
        return data

    def has(self, bucket: Bucket, key: str) -> bool:
        try:
            _call("head_object", bucket, key)
        except ObjectMissing:
            return False
        return True

    def put(self, bucket: Bucket, key: str, data: bytes, media_type: str, *, immutable: bool = False) -> None:
        extra = {"CacheControl": FOR_EVER} if immutable else {}
        _call("put_object", bucket, key, Body=data, ContentType=media_type, **extra)

    def delete(self, bucket: Bucket, key: str) -> None:
        _call("delete_object", bucket, key)

    def upload_form(self, bucket: Bucket, key: str, media_type: str, size_bytes: int) -> UploadForm:
        expires_at = now() + FORM_LIFE
        form = _client().generate_presigned_post(
            Bucket=physical_name(bucket),
            Key=key,
            Fields={"Content-Type": media_type},
            Conditions=[{"Content-Type": media_type}, ["content-length-range", size_bytes, size_bytes]],
            ExpiresIn=int(FORM_LIFE.total_seconds()),
        )
        return UploadForm(form["url"], form["fields"], expires_at)

    def download_url(self, bucket: Bucket, key: str, *, file_name: str) -> str:
        saved_as = f'attachment; filename="{file_name}"'
        parameters = {"Bucket": physical_name(bucket), "Key": key, "ResponseContentDisposition": saved_as}
        url: str = _client().generate_presigned_url(
            "get_object", Params=parameters, ExpiresIn=int(URL_LIFE.total_seconds())
        )
        return url


def _client() -> Any:
    return aws.client("s3", signature_version="s3v4")


def _call(operation: str, bucket: Bucket, key: str, **arguments: Any) -> dict[str, Any]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer: dict[str, Any] = getattr(_client(), operation)(Bucket=physical_name(bucket), Key=key, **arguments)
    except ClientError as error:
        if operation in _READING and error.response["Error"]["Code"] in _MISSING:
            raise ObjectMissing("There is no file under this key.") from None
        raise
    except BotoCoreError as error:
        raise StorageUnavailable("Files cannot be read or written at the moment. Try again.") from error
    return answer


def _call_body(body: Any) -> bytes:
    from botocore.exceptions import BotoCoreError

    try:
        return bytes(body.read())
    except BotoCoreError as error:
        raise StorageUnavailable("A file broke off while it was read. Try again.") from error
