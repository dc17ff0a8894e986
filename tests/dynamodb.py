"""The engine behind the data layer's tests, as a pytest plugin: ``--dynamodb moto``, in this process, or ``local``.

``local`` is Amazon's DynamoDB Local, a Java process for the session. Whatever uses the stack of :mod:`tests.stack` is
marked ``data``, so that ``-m data`` selects what is worth running on both.
"""

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local.engines import DynamoDbLocal

MARK = "data"
STACK_FIXTURE = "shared_stack"
ENDPOINTS = ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_DYNAMODB_STREAMS")
_ENGINE: "pytest.StashKey[DynamoDbLocal]" = pytest.StashKey()
_MISSING: pytest.StashKey[str] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which engine holds the tables."""
    parser.addoption("--dynamodb", choices=["moto", "local"], default="moto", help=f"engine of tests marked `{MARK}`")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the engine that was asked for; the skipped tests tell what it lacks."""
    from local.engines import DynamoDbLocal, EngineUnavailable

    config = session.config
    if config.getoption("dynamodb") == "moto" or config.getoption("collectonly") or _only_distributes(config):
        return
    engine = DynamoDbLocal()
    try:
        engine.start()
    except EngineUnavailable as error:
        config.stash[_MISSING] = error.detail
        return
    config.stash[_ENGINE] = engine
    os.environ |= dict.fromkeys(ENDPOINTS, engine.endpoint_url)


def _only_distributes(config: pytest.Config) -> bool:
    """Whether the tests run in workers, each with an engine of its own."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it again."""
    if engine := config.stash.get(_ENGINE, None):
        engine.stop()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what uses the stack, before ``-m`` selects."""
    if isinstance(item, pytest.Function) and STACK_FIXTURE in item.fixturenames:
        item.add_marker(MARK)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what has no engine to run on."""
    if item.get_closest_marker(MARK) and (missing := item.config.stash.get(_MISSING, None)):
        pytest.skip(f"no DynamoDB Local: {missing}")


def needs_a_socket(item: pytest.Item) -> bool:
    """Whether the test speaks to an engine outside this process."""
    return _ENGINE in item.config.stash and item.get_closest_marker(MARK) is not None
