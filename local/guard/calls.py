"""Which IAM actions on which resources an AWS call needs, from its service, operation and parameters.

Sources: the service authorization reference of each service. TransactWriteItems and BatchWriteItem need what their
parts need; CopyObject reads its source; a multipart upload is a PutObject.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from luneo.settings import INFERENCE_PROFILE

Need = tuple[str, str]
Params = Mapping[str, Any]

_TRANSACTION_ACTIONS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "Get": "GetItem"}
_S3_ACTIONS = {
    "HeadObject": "GetObject",
    "GetObjectAttributes": "GetObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "HeadBucket": "ListBucket",
    "DeleteObjects": "DeleteObject",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call goes: ``service`` is botocore's signing name, which is IAM's prefix but for a few."""

    service: str
    region: str
    account: str
    endpoint: str = ""

    def arn(self, resource: str, *, service: str = "") -> str:
        """``resource`` as an ARN of this account, or as it is when it is one already."""
        if resource.startswith("arn:"):
            return resource
        return f"arn:aws:{service or self.service}:{self.region}:{self.account}:{resource}"


def needs(place: Place, operation: str, params: Params) -> list[Need]:
    """``(action, ARN)`` pairs, all of which a role must allow for the call."""
    return list(_READERS.get(place.service, _any)(place, operation, params))


def _any(place: Place, operation: str, _params: Params) -> Iterator[Need]:
    yield f"{place.service}:{operation}", "*"


def _dynamodb(place: Place, operation: str, params: Params) -> Iterator[Need]:
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        for part in params["TransactItems"]:
            ((kind, body),) = part.items()
            action = _TRANSACTION_ACTIONS.get(kind, "ConditionCheckItem")
            yield f"dynamodb:{action}", _table(place, body["TableName"])
    elif operation in {"BatchWriteItem", "BatchGetItem"}:
        for table in params["RequestItems"]:
            yield f"dynamodb:{operation}", _table(place, table)
    elif "TableName" in params:
        index = f"/index/{params['IndexName']}" if params.get("IndexName") else ""
        yield f"dynamodb:{operation}", _table(place, params["TableName"]) + index
    else:
        yield f"dynamodb:{operation}", params.get("StreamArn") or "*"


def _table(place: Place, name: str) -> str:
    return place.arn(name if name.startswith("arn:") else f"table/{name}")


def _s3(_place: Place, operation: str, params: Params) -> Iterator[Need]:
    action = f"s3:{_S3_ACTIONS.get(operation, operation)}"
    bucket = f"arn:aws:s3:::{params.get('Bucket', '*')}"
    if operation == "DeleteObjects":
        for item in params["Delete"]["Objects"]:
            yield action, f"{bucket}/{item['Key']}"
    else:
        yield action, f"{bucket}/{params['Key']}" if "Key" in params else bucket
    if "CopySource" in params:
        yield "s3:GetObject", f"arn:aws:s3:::{_copy_source(params['CopySource'])}"


def _copy_source(source: str | Mapping[str, str]) -> str:
    if isinstance(source, str):
        return unquote(source.partition("?")[0].lstrip("/"))
    return f"{source['Bucket']}/{source['Key']}"


def _states(place: Place, operation: str, params: Params) -> Iterator[Need]:
    arn = params.get("stateMachineArn") or params.get("executionArn") or "*"
    yield f"states:{operation}", place.arn(arn) if arn != "*" else arn


def _secrets(place: Place, operation: str, params: Params) -> Iterator[Need]:
    identifier = params.get("SecretId")
    yield f"secretsmanager:{operation}", place.arn(_prefixed("secret:", identifier)) if identifier else "*"


def _connections(place: Place, operation: str, params: Params) -> Iterator[Need]:
    verbs = {"PostToConnection": "POST", "DeleteConnection": "DELETE", "GetConnection": "GET"}
    api, stage = socket_of(place.endpoint)
    connection = quote(str(params.get("ConnectionId", "*")), safe="")
    resource = f"{api}/{stage}/{verbs[operation]}/@connections/{connection}"
    yield "execute-api:ManageConnections", place.arn(resource, service="execute-api")


def socket_of(endpoint: str) -> tuple[str, str]:
    """The API id and the stage of a management endpoint: ``https://{api}.execute-api…/{stage}`` or its local path."""
    parts = urlsplit(endpoint)
    *_, api, stage = ["", parts.netloc.split(".")[0], *parts.path.strip("/").split("/")]
    return api, stage


def _events(place: Place, operation: str, params: Params) -> Iterator[Need]:
    for entry in params.get("Entries", [{}]):
        yield f"events:{operation}", place.arn(_prefixed("event-bus/", entry.get("EventBusName", "default")))


def _sqs(place: Place, operation: str, params: Params) -> Iterator[Need]:
    queue = str(params.get("QueueUrl", "*")).rsplit("/", 1)[-1]
    action = {"SendMessageBatch": "SendMessage", "DeleteMessageBatch": "DeleteMessage"}.get(operation, operation)
    yield f"sqs:{action}", place.arn(queue)


def _first_of(*names: str) -> Callable[[Place, str, Params], Iterator[Need]]:
    def read(place: Place, operation: str, params: Params) -> Iterator[Need]:
        found = next((str(params[name]) for name in names if params.get(name)), "*")
        yield f"{place.service}:{operation}", found

    return read


def _prefixed(prefix: str, name: str) -> str:
    return name if name.startswith("arn:") else prefix + name


def _lambda(place: Place, operation: str, params: Params) -> Iterator[Need]:
    action = "InvokeFunction" if operation == "Invoke" else operation
    yield f"lambda:{action}", place.arn(_prefixed("function:", str(params.get("FunctionName", "*"))))


def _pool(place: Place, operation: str, params: Params) -> Iterator[Need]:
    yield f"cognito-idp:{operation}", place.arn(f"userpool/{params.get('UserPoolId', '*')}")


def _bedrock(place: Place, operation: str, params: Params) -> Iterator[Need]:
    model_id = str(params.get("modelId", "*"))
    of_a_profile = model_id.startswith(INFERENCE_PROFILE)
    model = f"arn:aws:bedrock:{place.region}::foundation-model/{model_id}"
    yield f"bedrock:{operation}", place.arn(f"inference-profile/{model_id}") if of_a_profile else model


_READERS: dict[str, Callable[[Place, str, Params], Iterator[Need]]] = {
    "dynamodb": _dynamodb,
    "s3": _s3,
    "states": _states,
    "secretsmanager": _secrets,
    "execute-api": _connections,
    "events": _events,
    "sqs": _sqs,
    "sns": _first_of("TopicArn", "TargetArn"),
    "kms": _first_of("KeyId"),
    "lambda": _lambda,
    "cognito-idp": _pool,
    "bedrock": _bedrock,
}
