"""Every file of ``functions/`` is one declared Lambda, and its declaration holds together."""

import ast
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from luneo.catalogue import catalogue
from luneo.http.authorizer import AuthorizerSpec
from luneo.http.route import Route
from luneo.identity.permissions import CallerKind, Permission
from luneo.resources import Machine
from luneo.workflow.task import TaskSpec

ROOT = Path(__file__).parents[2]
CATALOGUE = catalogue()
ROUTES = CATALOGUE.of(Route)
OPEN_ROUTES = {
    "GET /api/health",
    "GET /api/ready",
    "GET /api/shared/{token}",
    "GET /api/widget/config",
    "OPTIONS /api/{proxy+}",
    "POST /api/auth/confirm",
    "POST /api/auth/forgot-password",
    "POST /api/auth/login",
    "POST /api/auth/logout",
    "POST /api/auth/refresh",
    "POST /api/auth/register",
    "POST /api/auth/reset-password",
    "POST /api/widget/sessions",
}
MAX_HANDLER_LINES = 15
PASSING_NETWORK_FAULTS = (ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError)


def test_the_open_routes_are_exactly_these():
    assert {route.key for route in ROUTES if route.permission is None} == OPEN_ROUTES


def test_no_two_functions_share_a_route_or_a_name():
    keys = [route.key for route in ROUTES]
    names = [function.logical_name for function in CATALOGUE.functions]
    assert (len(set(keys)), len(set(names))) == (len(keys), len(names))


def test_there_is_one_caller_authoriser():
    assert [spec.function.module for spec in CATALOGUE.of(AuthorizerSpec)] == ["functions.authorizers.caller"]


@pytest.mark.parametrize("function", CATALOGUE.functions, ids=lambda function: function.module)
def test_a_handler_is_short_free_of_boto_and_described(function):
    source = (ROOT / (function.module.replace(".", "/") + ".py")).read_text()
    tree = ast.parse(source)
    operations = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "handler"]
    assert len(operations) == 1
    body = operations[0].body
    assert body[-1].end_lineno - body[0].lineno < MAX_HANDLER_LINES
    assert not re.search(r"\b(boto3|botocore|try:)", source)
    assert function.description.endswith(".") or "\n" in function.description


@pytest.mark.parametrize("function", CATALOGUE.functions, ids=lambda function: function.module)
def test_no_grant_is_asked_for_twice(function):
    assert len(set(function.uses)) == len(function.uses)


# Their answers are credentials, kept hashed only: a stored answer would keep them in the clear.
ANSWERS_THAT_ARE_NEVER_STORED = {
    "POST /api/brands/current/keys",
    "POST /api/designs/{design_id}/share",
    "POST /api/widget/sessions",
}
# Repeating them continues the sign-up that the address began, and finds the picture that is kept already.
IDEMPOTENT_BY_NATURE = {"POST /api/auth/register", "POST /api/brands/current/references"}


def test_posts_that_create_honour_an_idempotency_key():
    creating = {route.key for route in ROUTES if route.method == "POST" and route.status in {201, 202}}
    keyed = {route.key for route in ROUTES if route.idempotent}
    assert creating - keyed == ANSWERS_THAT_ARE_NEVER_STORED | IDEMPOTENT_BY_NATURE


def test_every_permission_opens_at_least_one_route_or_shows_more_of_one():
    used = {route.permission for route in ROUTES}
    assert set(Permission) - used <= {Permission.ACCOUNT_SELF, Permission.PRODUCTION_READ}


def test_shoppers_reach_only_cross_origin_routes_and_all_those():
    for route in ROUTES:
        if CallerKind.SHOPPER in route.callers:
            assert route.cross_origin, route.key


def test_modules_import_with_an_empty_environment():
    modules = ",".join(function.module for function in CATALOGUE.functions)
    script = f"import importlib\nfor name in {modules!r}.split(','): importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], env={}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _asl_files():
    return {path.name.removesuffix(".asl.json"): path for path in (ROOT / "statemachines").glob("*.asl.json")}


def test_every_machine_has_its_file_and_every_file_its_machine():
    assert set(_asl_files()) == {machine.value for machine in Machine}


def test_placeholders_of_the_state_machines_are_exactly_the_tasks():
    text = "".join(path.read_text() for path in _asl_files().values())
    placeholders = set(re.findall(r"\$\{(\w+)\}", text))
    assert placeholders == {task.placeholder for task in CATALOGUE.of(TaskSpec)}


def _task_states(states):
    for name, state in states.items():
        if state["Type"] == "Task":
            yield name, state
        for branch in [*state.get("Branches", []), *filter(None, [state.get("ItemProcessor")])]:
            yield from _task_states(branch["States"])


@pytest.mark.parametrize("path", _asl_files().values(), ids=lambda path: path.name)
def test_a_state_waits_at_least_as_long_as_its_task_may_take(path):
    tasks = {f"${{{task.placeholder}}}": task for task in CATALOGUE.of(TaskSpec)}
    for name, state in _task_states(json.loads(path.read_text())["States"]):
        assert state["TimeoutSeconds"] >= tasks[state["Resource"]].timeout_s, name


@pytest.mark.parametrize("path", _asl_files().values(), ids=lambda path: path.name)
def test_errors_named_in_a_retry_are_errors_that_its_task_declares(path):
    tasks = {f"${{{task.placeholder}}}": task for task in CATALOGUE.of(TaskSpec)}
    for name, state in _task_states(json.loads(path.read_text())["States"]):
        named = {error for retry in state.get("Retry", []) for error in retry["ErrorEquals"] if "." not in error}
        declared = {error.__name__ for error in tasks[state["Resource"]].errors}
        named -= {error.__name__ for error in PASSING_NETWORK_FAULTS}
        assert named <= declared, f"{name}: {named - declared} are never raised"


def test_declared_errors_have_distinct_stable_slugs():
    errors = {error for task in CATALOGUE.of(TaskSpec) for error in task.errors}
    assert len({error.slug for error in errors}) == len(errors)
    assert all(inspect.getdoc(error) for error in errors)
