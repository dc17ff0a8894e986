"""Form uploads and presigned URLs, against S3's documentation of POST policies."""

from urllib.parse import urlencode, urlparse

import pytest
import requests
from botocore.exceptions import ClientError

from tests.local.conftest import REGION, Aws

LIMIT = 1000


@pytest.fixture
def bucket(aws: Aws):
    aws.client("s3").create_bucket(Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": REGION})
    return "uploads"


def form(aws: Aws, bucket, seconds=300, conditions=()):
    return aws.client("s3").generate_presigned_post(
        bucket,
        "t/1/photo.png",
        Fields={"Content-Type": "image/png"},
        Conditions=[
            {"Content-Type": "image/png"},
            ["content-length-range", 1, LIMIT],
            *conditions,
        ],
        ExpiresIn=seconds,
    )


def post(signed, body=b"png", **changes):
    fields = {**signed["fields"], **changes}
    return requests.post(signed["url"], data=fields, files={"file": ("photo.png", body)}, timeout=5)


def test_an_upload_that_keeps_to_its_policy_is_stored(aws: Aws, bucket):
    answer = post(form(aws, bucket))
    assert answer.status_code == 204, answer.text
    assert aws.client("s3").get_object(Bucket=bucket, Key="t/1/photo.png")["Body"].read() == b"png"


@pytest.mark.parametrize(
    ("body", "changes", "status", "code"),
    [
        (b"x" * (LIMIT + 1), {}, 400, "EntityTooLarge"),
        (b"", {}, 400, "EntityTooSmall"),
        (b"png", {"Content-Type": "text/html"}, 403, "AccessDenied"),
        (b"png", {"key": "t/2/photo.png"}, 403, "AccessDenied"),
        (b"png", {"acl": "public-read"}, 403, "AccessDenied"),
    ],
)
def test_an_upload_that_breaks_its_policy_is_refused(aws: Aws, bucket, body, changes, status, code):
    answer = post(form(aws, bucket), body, **changes)
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True)
    assert "Contents" not in aws.client("s3").list_objects_v2(Bucket=bucket)


def test_an_upload_of_the_largest_size_is_stored(aws: Aws, bucket):
    assert post(form(aws, bucket), b"x" * LIMIT).status_code == 204


def test_an_upload_after_the_policys_expiry_is_refused(aws: Aws, bucket):
    answer = post(form(aws, bucket, seconds=-1))
    assert answer.status_code == 403
    assert "Policy expired" in answer.text


def test_a_starts_with_condition_lets_what_starts_so_through(aws: Aws, bucket):
    signed = form(aws, bucket, conditions=[["starts-with", "$x-amz-meta-design", "d"]])
    assert post(signed, **{"x-amz-meta-design": "d1"}).status_code == 204
    assert post(signed, **{"x-amz-meta-design": "x1"}).status_code == 403


def test_a_presigned_url_serves_its_object(aws: Aws, bucket):
    s3 = aws.client("s3")
    s3.put_object(Bucket=bucket, Key="k", Body=b"png")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=60)
    assert requests.get(url, timeout=5).content == b"png"


def test_a_presigned_url_ends_with_its_time(aws: Aws, bucket):
    aws.client("s3").put_object(Bucket=bucket, Key="k", Body=b"png")
    url = f"https://{bucket}.s3.{REGION}.amazonaws.com/k?" + urlencode(
        {
            "X-Amz-Date": "20200101T000000Z",
            "X-Amz-Expires": "60",
            "X-Amz-Signature": "any",
            "X-Amz-Credential": f"testing/20200101/{REGION}/s3/aws4_request",
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        }
    )
    answer = requests.get(url, timeout=5)
    assert urlparse(answer.url).path == "/k"
    assert (answer.status_code, "Request has expired" in answer.text) == (403, True)


def test_a_conditional_put_never_overwrites(aws: Aws, bucket):
    s3 = aws.client("s3")
    s3.put_object(Bucket=bucket, Key="k", Body=b"first", IfNoneMatch="*")
    with pytest.raises(ClientError, match="PreconditionFailed") as refused:
        s3.put_object(Bucket=bucket, Key="k", Body=b"second", IfNoneMatch="*")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 412
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"first"
