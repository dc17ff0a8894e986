"""The real handlers on an in-process AWS: one stack for the session, emptied between tests."""

from collections.abc import Iterator

import pytest

from tests.stack import Stack, running


@pytest.fixture(scope="session")
def shared_stack() -> Iterator[Stack]:
    with running() as stack:
        yield stack


@pytest.fixture
def cloud(shared_stack: Stack) -> Iterator[Stack]:
    """The stack, empty."""
    yield shared_stack
    shared_stack.wipe()
