"""The last test of a whole run: nobody asks for more than is used."""

import os
from pathlib import Path

import pytest

from luneo.catalogue import catalogue
from tests import grants

TESTS = Path(__file__).parents[1]
EXERCISING = ("functions", "workflow")


def of_a_whole_run(request):
    """Whether every test that calls functions was chosen and passed."""
    chosen = {item.path for item in request.session.items}
    files = {path for folder in EXERCISING for path in (TESTS / folder).rglob("test_*.py")}
    whole = files <= chosen and not request.config.option.keyword and not request.config.option.markexpr
    return whole and not request.session.testsfailed and "PYTEST_XDIST_WORKER" not in os.environ


@pytest.mark.last
def test_every_grant_is_used(request):
    if not of_a_whole_run(request):
        pytest.skip("only part of the tests that call functions ran, or some failed")
    unused = grants.unused(catalogue().functions)
    assert not unused, "\n".join(unused)
