"""The guard judges a call as IAM would, and says what the declaration lacks."""

import pytest
from botocore.exceptions import ClientError
from botocore.session import Session

from local.guard.calls import Place, needs
from local.guard.install import Guard
from local.guard.policy import Hint, RolePolicy, Statement
from luneo.resources import Table

TABLES = "arn:aws:dynamodb:eu-west-1:123456789012:table"
ACCESSES = {word: list(actions) for word, actions in Table.BRANDS.accesses.items()}


def policy(*statements, function="functions.products.create"):
    return RolePolicy(function, statements, (Hint("Table.BRANDS", f"{TABLES}/brands-1", ACCESSES),))


def allow(actions, *resources):
    return Statement(True, (actions,) if isinstance(actions, str) else tuple(actions), resources)


@pytest.mark.parametrize(
    ("service", "operation", "params", "expected"),
    [
        ("dynamodb", "PutItem", {"TableName": "t"}, [("dynamodb:PutItem", f"{TABLES}/t")]),
        ("dynamodb", "Query", {"TableName": "t", "IndexName": "i"}, [("dynamodb:Query", f"{TABLES}/t/index/i")]),
        (
            "dynamodb",
            "TransactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "a"}}, {"ConditionCheck": {"TableName": "b"}}]},
            [("dynamodb:PutItem", f"{TABLES}/a"), ("dynamodb:ConditionCheckItem", f"{TABLES}/b")],
        ),
        (
            "dynamodb",
            "BatchWriteItem",
            {"RequestItems": {"a": [], "b": []}},
            [("dynamodb:BatchWriteItem", f"{TABLES}/a"), ("dynamodb:BatchWriteItem", f"{TABLES}/b")],
        ),
        ("s3", "HeadObject", {"Bucket": "b", "Key": "x/y"}, [("s3:GetObject", "arn:aws:s3:::b/x/y")]),
        ("s3", "ListObjectsV2", {"Bucket": "b"}, [("s3:ListBucket", "arn:aws:s3:::b")]),
        (
            "s3",
            "CopyObject",
            {"Bucket": "b", "Key": "new", "CopySource": "a/old%20name"},
            [("s3:PutObject", "arn:aws:s3:::b/new"), ("s3:GetObject", "arn:aws:s3:::a/old name")],
        ),
        (
            "secretsmanager",
            "GetSecretValue",
            {"SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-1"},
            [("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-1")],
        ),
        (
            "events",
            "PutEvents",
            {"Entries": [{"EventBusName": "bus"}]},
            [("events:PutEvents", "arn:aws:events:eu-west-1:123456789012:event-bus/bus")],
        ),
        (
            "sqs",
            "SendMessage",
            {"QueueUrl": "http://127.0.0.1:8788/123456789012/q"},
            [("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:q")],
        ),
        ("kms", "Decrypt", {}, [("kms:Decrypt", "*")]),
    ],
)
def test_a_call_needs_the_actions_of_its_parts(service, operation, params, expected):
    assert needs(Place(service, "eu-west-1", "123456789012"), operation, params) == expected


@pytest.mark.parametrize(
    "endpoint", ["https://abc.execute-api.eu-west-1.amazonaws.com/live", "http://127.0.0.1:8787/_sockets/abc/live"]
)
def test_a_push_needs_the_connections_of_its_api_and_stage(endpoint):
    place = Place("execute-api", "eu-west-1", "123456789012", endpoint)
    wanted = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/POST/@connections/c%3D"
    assert needs(place, "PostToConnection", {"ConnectionId": "c="}) == [("execute-api:ManageConnections", wanted)]


def test_wildcards_cover_and_an_explicit_deny_wins():
    role = policy(
        allow("dynamodb:Get*", f"{TABLES}/*"),
        Statement(False, ("dynamodb:GetItem",), (f"{TABLES}/secret",)),
    )
    assert role.allows("dynamodb:GetItem", f"{TABLES}/brands-1")
    assert role.allows("DynamoDB:getitem", f"{TABLES}/brands-1")
    assert not role.allows("dynamodb:GetItem", f"{TABLES}/secret")
    assert not role.allows("dynamodb:PutItem", f"{TABLES}/brands-1")


@pytest.mark.parametrize(
    ("action", "arn", "sentence"),
    [
        ("dynamodb:PutItem", f"{TABLES}/brands-1", "on brands: add Table.BRANDS.write to its uses=."),
        ("dynamodb:Query", f"{TABLES}/brands-1/index/i", "on brands: add Table.BRANDS.read to its uses=."),
        ("dynamodb:Scan", f"{TABLES}/brands-1", "no access word of Table.BRANDS brings that action."),
        ("s3:GetObject", "arn:aws:s3:::strange/x", "which no resource of luneo.resources stands for."),
    ],
)
def test_a_refusal_names_the_function_and_what_its_declaration_lacks(action, arn, sentence):
    refusal = policy().refusal(action, arn)
    assert refusal.startswith(f"functions.products.create calls {action} on ")
    assert refusal.endswith(sentence)


def test_a_policy_survives_the_way_to_the_worker():
    role = policy(allow("s3:*", "arn:aws:s3:::b/*"))
    assert RolePolicy.from_json(role.to_json()).to_json() == role.to_json()
    assert RolePolicy.from_json(role.to_json()).allows("s3:GetObject", "arn:aws:s3:::b/x")


def client(service):
    return Session().create_client(service, region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")


def test_what_was_used_is_reported_once_and_refusals_are_kept():
    guard = Guard(policy(allow("dynamodb:GetItem", f"{TABLES}/brands-1")), "123456789012")
    dynamodb = client("dynamodb")
    for _ in range(2):
        guard.check(dynamodb, "GetItem", {"TableName": "brands-1"})
    with pytest.raises(ClientError, match=r"add Table\.BRANDS\.write") as refused:
        guard.check(dynamodb, "PutItem", {"TableName": "brands-1"})
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    assert guard.report() == {
        "used": [("dynamodb:GetItem", f"{TABLES}/brands-1")],
        "refused": [policy().refusal("dynamodb:PutItem", f"{TABLES}/brands-1")],
    }
    assert guard.report() == {"used": [], "refused": []}


def test_operations_that_aws_takes_unsigned_need_no_grant():
    guard = Guard(policy(), "123456789012")
    guard.check(client("cognito-idp"), "SignUp", {"ClientId": "c", "Username": "u", "Password": "p"})
    with pytest.raises(ClientError):
        guard.check(client("cognito-idp"), "AdminGetUser", {"UserPoolId": "p", "Username": "u"})
