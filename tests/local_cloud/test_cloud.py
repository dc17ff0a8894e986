"""A whole, small local cloud: provisioned, served, followed, reloaded, stopped."""

import asyncio
import json
import os
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from local.cloud import Listeners, LocalCloud, NotReady
from local.engines import EngineUnavailable
from local.workers.sources import LOOK_EVERY_S
from luneo.resources import Bucket, Table
from tests.local_cloud import small_house

pytestmark = pytest.mark.network


@pytest.fixture(scope="module")
def refusals():
    return []


@pytest.fixture(scope="module")
def cloud(tmp_path_factory, refusals):
    root = small_house.build(tmp_path_factory.mktemp("house"))
    listeners = Listeners(refusal=refusals.append)
    with LocalCloud(port=0, aws_port=0, root=root, state=root / "state", listeners=listeners) as running:
        yield running


def get(cloud, path, *, method="GET", body=None, **headers):
    request = urllib.request.Request(cloud.origin + path, data=body, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def eventually(check):
    deadline = time.monotonic() + 20
    while not (found := check()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def test_an_unknown_type_is_named_and_the_rest_stands(cloud):
    assert cloud.deployed.left_out == {"AWS::Strange::Thing": 1}
    assert set(cloud.timings) == {"engines", "synthesis", "provisioning", "gateway"}


def test_a_table_has_its_index_stream_and_expiry(cloud):
    table = cloud.aws["dynamodb"].describe_table(TableName="Small-Rows")["Table"]
    assert [index["IndexName"] for index in table["GlobalSecondaryIndexes"]] == ["by-owner"]
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    expiry = cloud.aws["dynamodb"].describe_time_to_live(TableName="Small-Rows")["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_a_bucket_has_its_cors_rules_and_lifecycle(cloud):
    rules = cloud.aws["s3"].get_bucket_cors(Bucket="small-media")["CORSRules"]
    assert (rules[0]["AllowedMethods"], rules[0]["MaxAgeSeconds"]) == (["POST"], 3600)
    lifecycle = cloud.aws["s3"].get_bucket_lifecycle_configuration(Bucket="small-media")["Rules"]
    assert lifecycle[0]["Expiration"]["Days"] == 30


def test_a_secret_is_generated_as_the_template_asks(cloud):
    value = json.loads(cloud.aws["secretsmanager"].get_secret_value(SecretId="Small-Key")["SecretString"])
    assert value["kind"] == "test"
    assert len(value["key"]) == 40
    assert value["key"].isalnum()


def test_a_pool_knows_its_trigger_and_client(cloud):
    cognito = cloud.aws["cognito-idp"]
    (pool,) = cognito.list_user_pools(MaxResults=10)["UserPools"]
    config = cognito.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]["LambdaConfig"]
    assert config["PreTokenGenerationConfig"]["LambdaArn"].endswith(":function:Small-Echo")
    assert len(cognito.list_user_pool_clients(UserPoolId=pool["Id"])["UserPoolClients"]) == 1


def test_a_state_machine_calls_the_functions_that_stand_for_its_placeholders(cloud):
    states = cloud.aws["stepfunctions"]
    (machine,) = states.list_state_machines()["stateMachines"]
    execution = states.start_execution(stateMachineArn=machine["stateMachineArn"], input='{"a": 1}')["executionArn"]

    def ended():
        facts = states.describe_execution(executionArn=execution)
        return facts if facts["status"] != "RUNNING" else None

    facts = eventually(ended)
    assert facts["status"] == "SUCCEEDED"
    assert json.loads(json.loads(facts["output"])["body"]) == {"a": 1}


def test_a_request_reaches_its_function_as_an_event(cloud):
    status, headers, body = get(cloud, "/api/echo/a%20b?x=1&x=2", accept="text/plain")
    event = json.loads(body)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert event["routeKey"] == "GET /api/echo/{name}"
    assert event["pathParameters"] == {"name": "a b"}
    assert event["queryStringParameters"] == {"x": "1,2"}
    assert headers["apigw-requestid"] == event["requestContext"]["requestId"]


def test_the_environment_is_the_functions_own_with_local_addresses(cloud):
    seen = json.loads(get(cloud, "/api/echo/environment")[2])
    assert seen["LUNEO_BUCKET_MEDIA"] == "small-media" == cloud.physical_name(Bucket.MEDIA)
    assert seen["AWS_ENDPOINT_URL"] == cloud.aws.endpoints.aws
    assert "LUNEO_SOCKET_PROGRESS" not in seen
    assert "PYTEST_CURRENT_TEST" not in seen


def test_a_name_that_no_function_was_given_is_refused(cloud):
    with pytest.raises(NotReady, match="OUTBOX"):
        cloud.physical_name(Table.OUTBOX)


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("GET", "/api/nothing", 404, "Not Found"),
        ("DELETE", "/api/echo/x", 404, "Not Found"),
        ("GET", "/api/echo/raise", 500, "Internal Server Error"),
        ("GET", "/api/private", 401, "Unauthorized"),
    ],
)
def test_the_gateway_answers_for_itself_as_in_aws(cloud, method, path, status, text):
    answered, headers, body = get(cloud, path, method=method)
    assert (answered, json.loads(body)) == (status, {"message": text})
    assert headers["content-type"] == "application/json"


def test_an_authoriser_lets_in_whom_it_knows(cloud):
    status, _, body = get(cloud, "/api/private", authorization="good")
    assert status == 200
    assert json.loads(body)["requestContext"]["authorizer"] == {"lambda": {"who": "me"}}
    assert get(cloud, "/api/private", authorization="bad")[0] == 403


def test_a_body_over_ten_megabytes_is_refused(cloud):
    status, _, body = get(cloud, "/api/echo/x", method="POST", body=b"x" * (10 * 1024 * 1024 + 1))
    assert (status, json.loads(body)) == (413, {"message": "Request Entity Too Large"})


def test_pages_come_from_their_folder_with_the_distributions_headers(cloud):
    status, headers, body = get(cloud, "/")
    assert (status, body, headers["content-type"]) == (200, b"<h1>shop</h1>", "text/html; charset=utf-8")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-cache", "a rebuilt page shows at once, and the policy does not override"
    socket = headers["content-security-policy"].removeprefix("connect-src ")
    assert socket.startswith(cloud.origin.replace("http", "ws") + "/_sockets/")


def test_an_edge_function_may_answer_itself(cloud):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    with pytest.raises(urllib.error.HTTPError) as moved:
        urllib.request.build_opener(Stay()).open(cloud.origin + "/moved", timeout=20)
    with moved.value as answer:
        assert (answer.code, answer.headers["location"]) == (301, "/")


@pytest.mark.parametrize(
    "path", ["/../../secret.txt", "/..%2f..%2fsecret.txt", "/%2e%2e/%2e%2e/secret.txt", "/none.js"]
)
def test_nothing_outside_the_pages_folder_is_served(cloud, path):
    status, _, body = get(cloud, path)
    assert status in {403, 404}
    assert b"not for the web" not in body


def test_media_come_from_their_bucket_with_type_cache_and_ranges(cloud):
    cloud.aws["s3"].put_object(
        Bucket="small-media", Key="t/a.png", Body=b"0123456789", ContentType="image/png", CacheControl="immutable"
    )
    status, headers, body = get(cloud, "/media/t/a.png")
    assert (status, body, headers["content-type"], headers["cache-control"]) == (
        200,
        b"0123456789",
        "image/png",
        "immutable",
    )
    status, headers, body = get(cloud, "/media/t/a.png", range="bytes=2-4")
    assert (status, body, headers["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert get(cloud, "/media/t/a.png", **{"if-none-match": headers["etag"]})[0] == 304
    assert get(cloud, "/media/t/none.png")[0] == 403
    assert get(cloud, "/media/t/a.png", method="DELETE")[0] == 403


def in_socket(cloud, query, talk):
    async def session():
        (resource,) = [
            item
            for item in cloud.deployed.assembly.resources("AWS::ApiGatewayV2::Api")
            if item.properties["ProtocolType"] == "WEBSOCKET"
        ]
        url = f"{cloud.origin}/_sockets/{cloud.deployed.resolver.identity(resource).ref}/live{query}"
        async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
            return await talk(socket)

    return asyncio.run(session())


def test_a_socket_is_pushed_to_and_answered(cloud):
    async def talk(socket):
        await socket.send_json({"action": "say"})
        pushed = await socket.receive_str(timeout=20)
        answered = await socket.receive_str(timeout=20)
        await socket.send_str("rubbish")
        return pushed, answered, await socket.receive_json(timeout=20)

    pushed, answered, refused = in_socket(cloud, "?ticket=good%20one", talk)
    assert (pushed, answered) == ("pushed", "answered")
    assert refused["message"] == "Forbidden"


def test_connect_may_refuse(cloud):
    async def talk(_socket):
        raise AssertionError("connected")

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        in_socket(cloud, "?ticket=bad", talk)
    assert refused.value.status == 401


def seen(cloud, key):
    found = cloud.aws["s3"].list_objects_v2(Bucket="small-media", Prefix=f"seen/{key}")
    return found["KeyCount"] > 0


def test_a_tables_changes_reach_their_subscriber_and_what_fails_is_parked(cloud):
    dynamodb = cloud.aws["dynamodb"]
    for key in ("first", "bad-one", "last"):
        dynamodb.put_item(TableName="Small-Rows", Item={"pk": {"S": key}})
        eventually(lambda key=key: key.startswith("bad") or seen(cloud, key))
    assert seen(cloud, "first")
    assert seen(cloud, "last")
    url = cloud.aws["sqs"].get_queue_url(QueueName="Small-Parked")["QueueUrl"]
    (message,) = eventually(lambda: cloud.aws["sqs"].receive_message(QueueUrl=url).get("Messages"))
    parked = json.loads(message["Body"])
    assert parked["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert parked["DDBStreamBatchInfo"]["batchSize"] == 1


def test_a_rule_reaches_its_function(cloud):
    entry = {"Source": "test", "DetailType": "happened", "Detail": json.dumps({"id": "from-a-rule"})}
    cloud.aws["events"].put_events(Entries=[entry])
    assert eventually(lambda: seen(cloud, "from-a-rule"))


def test_logs_and_used_grants_are_written_down(cloud):
    cloud.invoke("Small-Listen", json.dumps({"detail": {"id": "noted"}}).encode())
    used = [json.loads(line) for line in (cloud.state / "grants-used.jsonl").read_text().splitlines()]
    wanted = {
        "function": "functions.listen",
        "action": "s3:PutObject",
        "resource": "arn:aws:s3:::small-media/seen/noted",
    }
    assert wanted in used
    assert (cloud.state / "logs" / "functions.listen.log").read_text().endswith(" OK\n")


@contextmanager
def saved(cloud, stem, code):
    """A handler with other code, and its own again when the block is left."""
    file = cloud.root / "functions" / f"{stem}.py"
    before = file.read_text()
    file.write_text(code)
    yield
    file.write_text(before)
    time.sleep(2 * LOOK_EVERY_S)


def test_a_saved_handler_serves_the_next_request(cloud):
    with saved(cloud, "authorise", "def handler(event, context):\n    return 'saved'\n"):
        assert eventually(lambda: cloud.invoke("Small-Authorise", b"{}")[0] == b'"saved"')


def test_a_call_beyond_the_grants_is_told_with_the_missing_uses(cloud, refusals):
    code = (
        "from luneo import aws\n"
        "def handler(event, context):\n"
        "    aws.client('s3').put_object(Bucket='small-media', Key='x', Body=b'')\n"
    )
    with saved(cloud, "chat", code):
        eventually(lambda: cloud.invoke("Small-Chat", b'{"requestContext": {"eventType": ""}}')[1] and refusals)
    assert refusals[-1] == "functions.chat calls s3:PutObject on media: add Bucket.MEDIA.write to its uses=."


def test_a_taken_port_is_a_clear_refusal_and_leaves_nothing(cloud):
    port = int(cloud.origin.rsplit(":", 1)[1])
    with pytest.raises(EngineUnavailable, match=f"Port {port}"), LocalCloud(port=port, aws_port=0, root=cloud.root):
        pass


def children():
    return {int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are counted in /proc")
def test_leaving_the_block_leaves_no_process_and_no_port(tmp_path):
    root = small_house.build(tmp_path / "house")
    before = children()
    # A second server in one process would share moto's settings, so this one runs by itself, in a fork-free child.
    code = (
        "import os, sys, pathlib, urllib.request\n"
        "from local.cloud import LocalCloud\n"
        "root = pathlib.Path(sys.argv[1])\n"
        "with LocalCloud(port=0, aws_port=0, root=root, state=root / 'state') as cloud:\n"
        "    urllib.request.urlopen(cloud.origin + '/api/echo/x').read()\n"
        "    urllib.request.urlopen(cloud.origin + '/').read()\n"
        "    pids = {pid for task in pathlib.Path('/proc/self/task').iterdir()\n"
        "            for pid in (task / 'children').read_text().split()}\n"
        "    assert pids\n"
        "left = {pid for pid in pids if pathlib.Path('/proc', pid).exists()}\n"
        "assert not left, left\n"
        "import threading\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, timeout=90, check=False,
        cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONWARNINGS": "error::ResourceWarning"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert children() == before
