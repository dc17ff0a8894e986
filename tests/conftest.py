"""What every test shares: no socket in units, none but this machine's elsewhere, never a real AWS account."""

import os
from pathlib import Path

import pytest
import pytest_socket
from hypothesis import settings

from tests.dynamodb import MARK, needs_a_socket

UNITS = Path(__file__).parent / "unit"
LOOPBACK = ["127.0.0.1", "::1", "localhost"]

os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    # With account ids in endpoints, streams would look for a host that nothing on this machine serves.
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}

# A slow first call on a busy machine is no failure; nothing here asserts time. Continuous integration judges a change
# by the same examples each time; every other run looks for new ones.
settings.register_profile("luneo", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("luneo")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what shares the stack after all that starts an AWS of its own: two at once in a process would mix.

    What looks back on the session comes at its end, whatever order the others got.
    """
    items.sort(key=lambda item: [item.get_closest_marker(mark) is not None for mark in ("last", MARK)])


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Close the network before a unit test; leave the loopback to the others."""
    if item.path.is_relative_to(UNITS) and not needs_a_socket(item):
        pytest_socket.disable_socket(allow_unix_socket=True)
    else:
        pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


def pytest_runtest_teardown() -> None:
    """Open it again for fixtures that outlive the test."""
    pytest_socket.enable_socket()
