"""The engines come up, serve, and leave nothing behind."""

import json
import os
import shutil
import socket
import threading
import urllib.request
from pathlib import Path

import jwt
import pytest
import requests

from local.engines import ACCOUNT_ID, DynamoDbLocal, EngineUnavailable, MotoServer, dynamodb_local, fetch_dynamodb_local
from local.moto_mends import InvocationResult
from tests.local.conftest import REGION, client_at, wait_until

pytestmark = pytest.mark.network

TABLE = {
    "TableName": "things",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}


def listeners(url):
    """The addresses on which the URL's port is listened to, as Linux lists them."""
    port, listening = int(url.rsplit(":", 1)[1]), "0A"
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, hex_port = local.split(":")
            if (int(hex_port, 16), state) == (port, listening):
                words = [bytes.fromhex(address[n : n + 8])[::-1] for n in range(0, len(address), 8)]
                found.add(socket.inet_ntop(family, b"".join(words)).removeprefix("::ffff:"))
    return found


def echo(_name, payload, _context):
    return InvocationResult(payload)


@pytest.fixture
def server():
    before = set(threading.enumerate())
    with MotoServer(invoke_lambda=echo, time_scale=0.01) as running:
        yield running
    left = wait_until(lambda: set(threading.enumerate()) - before, lambda threads: not threads)
    assert left == set()


def test_the_server_answers_for_its_account(server):
    assert client_at(server.endpoint_url, "sts").get_caller_identity()["Account"] == ACCOUNT_ID


def test_the_server_listens_on_this_machine_only(server):
    assert listeners(server.endpoint_url) == {"127.0.0.1"}


def test_a_taken_port_is_refused_with_advice(server):
    port = int(server.endpoint_url.rsplit(":", 1)[1])
    with pytest.raises(EngineUnavailable, match="choose another"):
        MotoServer(port).start()


def test_a_stopped_server_frees_its_port_even_while_a_client_holds_a_connection():
    with MotoServer() as first:
        port = int(first.endpoint_url.rsplit(":", 1)[1])
        client_at(first.endpoint_url, "sqs").list_queues()
    with MotoServer(port) as second:
        assert client_at(second.endpoint_url, "sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_stopped_server_leaves_no_resource_to_the_next():
    with MotoServer() as first:
        client_at(first.endpoint_url, "sqs").create_queue(QueueName="orders")
    with MotoServer() as second:
        assert "QueueUrls" not in client_at(second.endpoint_url, "sqs").list_queues()


def test_a_reset_forgets_everything(server):
    sqs = client_at(server.endpoint_url, "sqs")
    sqs.create_queue(QueueName="orders")
    server.reset()
    assert "QueueUrls" not in sqs.list_queues()


def test_a_state_machine_on_the_server_calls_its_function(server):
    iam = client_at(server.endpoint_url, "iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(
        RoleName="any", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )["Role"]["Arn"]
    function = client_at(server.endpoint_url, "lambda").create_function(
        FunctionName="echo",
        Runtime="python3.11",
        Role=role,
        Handler="a.b",
        Code={"ImageUri": "none"},
        PackageType="Image",
    )["FunctionArn"]
    states = client_at(server.endpoint_url, "stepfunctions")
    definition = {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": function, "End": True}}}
    machine = states.create_state_machine(name="m", definition=json.dumps(definition), roleArn=role)
    arns = [
        states.start_execution(stateMachineArn=machine["stateMachineArn"], input=json.dumps({"n": n}))["executionArn"]
        for n in range(10)
    ]
    for n, arn in enumerate(arns):
        ended = wait_until(
            lambda arn=arn: states.describe_execution(executionArn=arn),
            lambda execution: execution["status"] != "RUNNING",
        )
        assert (ended["status"], json.loads(ended.get("output", "null"))) == ("SUCCEEDED", {"n": n})


def test_a_stopping_server_ends_running_executions():
    with MotoServer() as server:
        states = client_at(server.endpoint_url, "stepfunctions")
        definition = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 99_999, "End": True}}}
        machine = states.create_state_machine(
            name="m", definition=json.dumps(definition), roleArn=f"arn:aws:iam::{ACCOUNT_ID}:role/any"
        )
        states.start_execution(stateMachineArn=machine["stateMachineArn"])
        server_threads = set(threading.enumerate())
    assert not [thread for thread in server_threads if thread.is_alive() and thread.name == "execution"]


def test_a_jwt_authoriser_can_verify_a_token_with_the_served_keys(server):
    idp = client_at(server.endpoint_url, "cognito-idp")
    pool = idp.create_user_pool(PoolName="p")["UserPool"]["Id"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    client = idp.create_user_pool_client(UserPoolId=pool, ClientName="c", ExplicitAuthFlows=flows)
    client_id = client["UserPoolClient"]["ClientId"]
    idp.admin_create_user(UserPoolId=pool, Username="ada")
    idp.admin_set_user_password(UserPoolId=pool, Username="ada", Password="Correct-horse-7", Permanent=True)
    tokens = idp.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": "Correct-horse-7"},
    )["AuthenticationResult"]
    assert urllib.request.urlopen(server.jwks_url(pool), timeout=5).status == 200
    key = jwt.PyJWKClient(server.jwks_url(pool)).get_signing_key_from_jwt(tokens["AccessToken"])
    claims = jwt.decode(
        tokens["AccessToken"],
        key,
        algorithms=["RS256"],
        issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{pool}",
    )
    assert claims["client_id"] == client_id
    assert idp.global_sign_out(AccessToken=tokens["AccessToken"])["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_browsers_form_upload_is_held_to_its_policy_on_the_server(server):
    s3 = client_at(server.endpoint_url, "s3")
    s3.create_bucket(Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": REGION})
    signed = s3.generate_presigned_post("uploads", "k", Conditions=[["content-length-range", 1, 10]])
    answers = [
        requests.post(signed["url"], data=signed["fields"], files={"file": ("f", body)}, timeout=5)
        for body in (b"x" * 10, b"x" * 11)
    ]
    assert [answer.status_code for answer in answers] == [204, 400]
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "uploads", "Key": "k"})
    assert requests.get(url, timeout=5).content == b"x" * 10


# DynamoDB Local


@pytest.fixture(scope="module")
def dynamodb():
    if shutil.which("java") is None:
        pytest.skip("DynamoDB Local needs Java, which is not on the PATH")
    try:
        fetch_dynamodb_local()
    except EngineUnavailable as missing:
        pytest.skip(missing.detail)
    with DynamoDbLocal() as engine:
        yield engine


def test_dynamodb_local_keeps_items_and_streams_their_changes(dynamodb):
    table = client_at(dynamodb.endpoint_url, "dynamodb")
    arn = table.create_table(**TABLE)["TableDescription"]["LatestStreamArn"]
    table.put_item(TableName="things", Item={"pk": {"S": "a"}})
    assert table.get_item(TableName="things", Key={"pk": {"S": "a"}})["Item"] == {"pk": {"S": "a"}}
    streams = client_at(dynamodb.endpoint_url, "dynamodbstreams")
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    (record,) = streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    assert (record["eventName"], record["dynamodb"]["NewImage"]) == ("INSERT", {"pk": {"S": "a"}})


def test_dynamodb_local_listens_on_this_machine_only(dynamodb):
    assert listeners(dynamodb.endpoint_url) == {"127.0.0.1"}


def test_a_stopped_dynamodb_local_leaves_no_process_and_no_files(dynamodb):
    engine = DynamoDbLocal()
    engine.start()
    process, home = engine._process, Path(f"/proc/{engine._process.pid}/cwd").readlink()
    engine.stop()
    assert process.returncode is not None
    assert not home.exists()


def test_without_java_the_engine_says_what_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineUnavailable, match="Java 17"):
        DynamoDbLocal().start()


def test_without_maven_and_cache_the_engine_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="fetched with Maven"):
        fetch_dynamodb_local()


def test_a_failing_maven_leaves_nothing_in_the_cache(monkeypatch, tmp_path):
    broken = tmp_path / "mvn"
    broken.write_text("#!/bin/sh\necho 'no such artefact'\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(EngineUnavailable, match="no such artefact"):
        fetch_dynamodb_local()
    assert not dynamodb_local._library().exists()


def test_an_engine_that_dies_at_once_is_reported_with_its_words(monkeypatch, tmp_path):
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\necho 'wrong class file version'\nexit 1\n")
    broken.chmod(0o755)
    library = tmp_path / "cache" / "luneo" / f"dynamodb-local-{dynamodb_local.VERSION}"
    library.mkdir(parents=True)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(EngineUnavailable, match="wrong class file version"):
        DynamoDbLocal().start()
