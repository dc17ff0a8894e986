"""The guard itself, put into a worker's botocore: every call and every signature passes it.

A presigned URL or POST acts with the rights of its signer, so signing is judged like calling. S3 answers 403, not 404,
for a missing object when the caller may not list the bucket; moto does not, so that is done here.
"""

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import botocore.client
import botocore.signers
from botocore.exceptions import ClientError

from local.guard.calls import Need, Place, needs
from local.guard.policy import RolePolicy

_MISSING = frozenset({"404", "NoSuchKey"})
# Needs no permission in IAM.
_FREE = frozenset({("sts", "GetCallerIdentity")})


class Guard:
    """Judges calls and remembers what was used and what was refused, until asked."""

    def __init__(self, policy: RolePolicy, account: str) -> None:
        self._policy = policy
        self._account = account
        self._lock = threading.Lock()
        self._used: set[Need] = set()
        self._told: set[Need] = set()
        self._refusals: list[str] = []

    def report(self) -> dict[str, Any]:
        """What is new since the last report: used ``(action, ARN)`` pairs and refusal messages."""
        with self._lock:
            fresh, refusals = sorted(self._used - self._told), self._refusals
            self._told |= self._used
            self._refusals = []
        return {"used": fresh, "refused": refusals}

    def check(self, client: Any, operation: str, params: dict[str, Any]) -> None:
        """Let the call pass.

        Raises:
            ClientError: the role does not allow it; the message names what ``uses=`` lacks.
        """
        model = client.meta.service_model
        if _is_unsigned(client, operation) or (model.signing_name, operation) in _FREE:
            return
        place = Place(model.signing_name, client.meta.region_name, self._account, client.meta.endpoint_url)
        for action, arn in needs(place, operation, params):
            if not self._policy.allows(action, arn):
                raise self._refuse(client, operation, action, arn)
            with self._lock:
                self._used.add((action, arn))

    def may_list(self, bucket: str) -> bool:
        """Whether the role may list a bucket, and so learn that an object is missing."""
        return self._policy.allows("s3:ListBucket", f"arn:aws:s3:::{bucket}")

    def _refuse(self, client: Any, operation: str, action: str, arn: str) -> ClientError:
        message = self._policy.refusal(action, arn)
        with self._lock:
            self._refusals.append(message)
        return _denied(client, operation, message)


def _denied(client: Any, operation: str, message: str) -> ClientError:
    code = "AccessDenied" if client.meta.service_model.signing_name == "s3" else "AccessDeniedException"
    response = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": HTTPStatus.FORBIDDEN, "RequestId": "", "HTTPHeaders": {}},
    }
    error: ClientError = client.exceptions.from_code(code)(response, operation)
    return error


def _is_unsigned(client: Any, operation: str) -> bool:
    """Whether AWS takes the operation without a signature, as Cognito's sign-in flows: IAM then has no say."""
    return bool(client.meta.service_model.operation_model(operation).auth_type == "none")


def install(policy: RolePolicy, account: str) -> Guard:
    """Guard every botocore client of this process; before any client is made."""
    guard = Guard(policy, account)
    call = botocore.client.BaseClient._make_api_call  # noqa: SLF001 - the one place every call passes

    def guarded(client: Any, operation: str, params: dict[str, Any]) -> Any:
        guard.check(client, operation, params)
        try:
            return call(client, operation, params)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING and "Key" in params and "Bucket" in params:
                raise _hide(guard, client, operation, params, error) from None
            raise

    botocore.client.BaseClient._make_api_call = guarded  # noqa: SLF001
    botocore.signers.generate_presigned_url = _signing(guard, botocore.signers.generate_presigned_url)
    botocore.signers.generate_presigned_post = _signing_post(guard, botocore.signers.generate_presigned_post)
    return guard


def _hide(guard: Guard, client: Any, operation: str, params: dict[str, Any], error: ClientError) -> ClientError:
    if client.meta.service_model.signing_name != "s3" or guard.may_list(params["Bucket"]):
        return error
    detail = f"No such object, or no right to know: grant s3:ListBucket on {params['Bucket']} to be told that."
    return _denied(client, operation, detail)


def _signing(guard: Guard, sign: Callable[..., str]) -> Callable[..., str]:
    def signed(self: Any, ClientMethod: str, Params: dict[str, Any] | None = None, **options: Any) -> str:  # noqa: N803
        guard.check(self, self.meta.method_to_api_mapping[ClientMethod], Params or {})
        return sign(self, ClientMethod, Params, **options)

    return signed


def _signing_post(guard: Guard, sign: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def signed(self: Any, Bucket: str, Key: str, **options: Any) -> dict[str, Any]:  # noqa: N803
        guard.check(self, "PutObject", {"Bucket": Bucket, "Key": Key})
        return sign(self, Bucket, Key, **options)

    return signed
