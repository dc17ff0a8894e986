# ruff: noqa: SLF001  # a mend reaches into what it mends
"""S3: a form upload is held to its policy, and a signed URL to its time.

moto 5.2.5 stores whatever a browser posts and honours a presigned URL for ever. Here ``POST`` uploads are
checked against the signed policy document that comes with them (expiry, ``eq``, ``starts-with``,
``content-length-range``, and no field the policy does not name), with S3's own error codes, and a presigned
``GET`` or ``PUT`` is refused after ``X-Amz-Expires``. Signatures are not verified: whoever reaches a laptop's
local endpoint may do anything on it.
"""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlparse

from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

_bucket_response_post = S3Response._bucket_response_post
_key_response = S3Response._key_response

_FREE_FIELDS = frozenset({"x-amz-signature", "file", "policy", "awsaccesskeyid", "signature"})


class AccessDenied(S3ClientError):  # type: ignore[misc]  # moto is untyped here
    """403, with S3's reason."""

    code = 403

    def __init__(self, reason: str) -> None:
        super().__init__("AccessDenied", reason)


class EntityTooLarge(S3ClientError):  # type: ignore[misc]  # moto is untyped here
    """400: more bytes than ``content-length-range`` allows."""

    code = 400

    def __init__(self) -> None:
        super().__init__("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")


class EntityTooSmall(S3ClientError):  # type: ignore[misc]  # moto is untyped here
    """400: fewer bytes than ``content-length-range`` asks for."""

    code = 400

    def __init__(self) -> None:
        super().__init__("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")


def check_post_policy(policy: Mapping[str, Any], fields: Mapping[str, str], size: int, now: datetime) -> None:
    """Raise what S3 answers when the form ``fields`` (names in lower case) and ``size`` break ``policy``."""
    if datetime.fromisoformat(policy["expiration"]) <= now:
        raise AccessDenied("Invalid according to Policy: Policy expired.")
    named: set[str] = set()
    for condition in policy["conditions"]:
        operator, name, value = _normal_form(condition)
        if operator == "content-length-range":
            _check_size(size, int(name), int(value))
            continue
        named.add(name)
        if not _holds(operator, fields.get(name, ""), value):
            raise AccessDenied(f"Invalid according to Policy: Policy Condition failed: {json.dumps(condition)}")
    extra = sorted(name for name in fields if name not in named | _FREE_FIELDS and "ignore" not in name)
    if extra:
        raise AccessDenied(f"Invalid according to Policy: Extra input fields: {', '.join(extra)}")


def _normal_form(condition: Mapping[str, str] | list[Any]) -> tuple[str, str, str]:
    if isinstance(condition, Mapping):
        ((name, value),) = condition.items()
        return "eq", name.lower(), value
    operator, name, value = condition
    return operator.lower(), str(name).removeprefix("$").lower(), str(value)


def _check_size(size: int, smallest: int, largest: int) -> None:
    if size > largest:
        raise EntityTooLarge
    if size < smallest:
        raise EntityTooSmall


def _holds(operator: str, given: str, wanted: str) -> bool:
    return given.startswith(wanted) if operator == "starts-with" else given == wanted


def _post_held_to_policy(response: Any, request: Any, bucket_name: str) -> Any:
    fields = {name.lower(): value for name, value in response.form_data.items()}
    if "policy" in fields:
        policy = json.loads(base64.b64decode(fields["policy"]))
        check_post_policy(policy, {**fields, "bucket": bucket_name}, len(response.body), datetime.now(UTC))
    return _bucket_response_post(response, request, bucket_name)


def _key_response_in_time(response: Any, request: Any, full_url: str) -> Any:
    query = parse_qs(urlparse(full_url).query)
    if "X-Amz-Expires" in query:
        signed = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if signed + timedelta(seconds=int(query["X-Amz-Expires"][0])) <= datetime.now(UTC):
            raise AccessDenied("Request has expired")
    return _key_response(response, request, full_url)


def install() -> None:
    """Put the mends in place."""
    S3Response._bucket_response_post = _post_held_to_policy
    S3Response._key_response = _key_response_in_time
