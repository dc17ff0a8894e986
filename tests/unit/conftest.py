from collections.abc import Iterator

import pytest

from tests.stack import Stack, running


@pytest.fixture(scope="session")
def shared_stack() -> Iterator[Stack]:
    with running() as stack:
        yield stack


@pytest.fixture
def tables(shared_stack: Stack) -> Iterator[Stack]:
    """All tables granted, empty afterwards."""
    with shared_stack.everything():
        yield shared_stack
    shared_stack.wipe()
