"""The workers behave as Lambda does: results, errors, timeouts, crashes, isolation and saved code."""

import json
import os
import textwrap

import pytest

from local.guard.policy import Hint, RolePolicy, Statement
from local.workers.function import DeployedFunction
from local.workers.pool import UnknownFunction, WorkerPool
from local.workers.sources import Sources
from local.workers.worker import Zygote

CODE = """
import json, os, sys, time

def handler(event, context):
    print("hello from", context.function_name)
    match event.get("do"):
        case "env":
            return dict(os.environ)
        case "raise":
            raise LookupError("no such thing")
        case "exit":
            os._exit(3)
        case "hang":
            time.sleep(60)
        case "big":
            return "x" * (7 * 1024 * 1024)
        case "aws":
            from botocore.session import Session
            client = Session().create_client("dynamodb", region_name="eu-west-1", endpoint_url="http://127.0.0.1:1")
            client.put_item(TableName="brands-table", Item={"pk": {"S": "1"}})
    return {"pid": os.getpid(), "id": context.aws_request_id, "left": context.get_remaining_time_in_millis()}
"""


@pytest.fixture(scope="module")
def zygote():
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "__init__.py").touch()
    (tmp_path / "functions" / "thing.py").write_text(textwrap.dedent(CODE))
    return tmp_path


def deployed(tree, name="thing", handler="functions.thing.handler", **changes):
    policy = RolePolicy(
        "functions.thing",
        (Statement(True, ("dynamodb:GetItem",), ("*",)),),
        (
            Hint(
                "Table.BRANDS",
                "arn:aws:dynamodb:eu-west-1:123456789012:table/brands-table",
                {"write": ["dynamodb:PutItem"], "read_write": ["dynamodb:GetItem", "dynamodb:PutItem"]},
            ),
        ),
    )
    settings = {
        "environment": {"LUNEO_STAGE": "local"},
        "memory_mb": 512,
        "timeout_s": 5.0,
        "account": "123456789012",
        "region": "eu-west-1",
        "policy": policy,
        "arn": f"arn:aws:lambda:eu-west-1:123456789012:function:{name}",
    }
    return DeployedFunction(name=name, handler=handler, root=tree, **(settings | changes))


@pytest.fixture
def pool_of(zygote, tree):
    pools = []

    def make(*functions, **options):
        sources = Sources([tree / "functions"], look_every_s=0)
        pool = WorkerPool(zygote, {function.name: function for function in functions}, sources, **options)
        pools.append(pool)
        return pool

    yield make
    for pool in pools:
        pool.close()


def call(pool, event=None, name="thing"):
    return pool.invoke(name, json.dumps(event or {}).encode(), "request-1")


def test_a_function_answers_with_its_json_and_its_log(pool_of, tree):
    outcome = call(pool_of(deployed(tree)))
    assert not outcome.failed
    assert json.loads(outcome.payload)["id"] == "request-1"
    assert 0 < json.loads(outcome.payload)["left"] <= 5000
    assert outcome.log == "hello from thing\n"


def test_a_warm_worker_serves_again_and_its_log_starts_over(pool_of, tree):
    pool = pool_of(deployed(tree))
    first, second = call(pool), call(pool)
    assert json.loads(first.payload)["pid"] == json.loads(second.payload)["pid"] != os.getpid()
    assert second.log == "hello from thing\n"


def test_a_function_sees_only_its_own_environment(pool_of, tree, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_DEVELOPER", "x")
    seen = json.loads(call(pool_of(deployed(tree)), {"do": "env"}).payload)
    assert seen["LUNEO_STAGE"] == "local"
    assert seen["AWS_LAMBDA_FUNCTION_NAME"] == "thing"
    assert "SECRET_OF_THE_DEVELOPER" not in seen


def test_an_exception_is_reported_as_the_runtime_does(pool_of, tree):
    outcome = call(pool_of(deployed(tree)), {"do": "raise"})
    body = json.loads(outcome.payload)
    assert outcome.failed
    assert (body["errorType"], body["errorMessage"]) == ("LookupError", "no such thing")
    assert "thing.py" in body["stackTrace"][-1]
    assert "LookupError: no such thing" in outcome.log


def test_a_hanging_function_is_killed_at_its_timeout_and_the_next_call_works(pool_of, tree):
    pool = pool_of(deployed(tree, timeout_s=0.2))
    outcome = call(pool, {"do": "hang"})
    body = json.loads(outcome.payload)
    assert outcome.failed
    assert body["errorType"] == "Sandbox.Timedout"
    assert body["errorMessage"] == "RequestId: request-1 Error: Task timed out after 0.20 seconds"
    assert "thing.py" in outcome.log, "where it hung is in its log"
    assert not call(pool).failed


def test_a_crash_is_an_error_and_the_next_call_works(pool_of, tree):
    pool = pool_of(deployed(tree))
    outcome = call(pool, {"do": "exit"})
    assert json.loads(outcome.payload)["errorType"] == "Runtime.ExitError"
    assert not call(pool).failed


def test_an_answer_over_lambdas_limit_is_an_error(pool_of, tree):
    body = json.loads(call(pool_of(deployed(tree)), {"do": "big"}).payload)
    assert body["errorType"] == "ResponseTooLarge"


def test_a_module_that_does_not_import_is_an_error_until_it_is_mended(pool_of, tree):
    pool = pool_of(deployed(tree))
    good = (tree / "functions" / "thing.py").read_text()
    (tree / "functions" / "thing.py").write_text("import nothing_of_that_name\n")
    body = json.loads(call(pool).payload)
    assert body["errorType"] == "Runtime.ImportModuleError"
    assert "nothing_of_that_name" in body["errorMessage"]
    (tree / "functions" / "thing.py").write_text(good)
    assert not call(pool).failed


def test_a_saved_file_is_picked_up_by_the_next_request(pool_of, tree):
    pool = pool_of(deployed(tree))
    call(pool)
    (tree / "functions" / "thing.py").write_text("def handler(event, context):\n    return 'new code'\n")
    assert json.loads(call(pool).payload) == "new code"


def test_the_least_recently_used_worker_makes_room(pool_of, tree):
    pool = pool_of(deployed(tree), deployed(tree, name="other"), in_all=1)
    first = json.loads(call(pool).payload)["pid"]
    call(pool, name="other")
    assert json.loads(call(pool).payload)["pid"] != first


def test_a_call_that_was_not_granted_is_refused_and_names_the_missing_grant(pool_of, tree):
    outcome = call(pool_of(deployed(tree)), {"do": "aws"})
    wanted = "functions.thing calls dynamodb:PutItem on brands: add Table.BRANDS.write to its uses=."
    assert wanted in json.loads(outcome.payload)["errorMessage"]
    assert json.loads(outcome.payload)["errorType"] == "ClientError"
    assert outcome.refused == (wanted,)


def test_an_unknown_function_is_named(pool_of, tree):
    with pytest.raises(UnknownFunction, match="nobody"):
        call(pool_of(deployed(tree)), name="nobody")


def test_a_closed_pool_answers_instead_of_hanging(pool_of, tree):
    pool = pool_of(deployed(tree))
    pool.close()
    assert call(pool).failed
