import json

import pytest

from functions.ai.cancel import handler as cancel
from functions.health.live import handler as live
from tests import factories
from tests.events import http_event
from tests.functions.ai.conftest import MakeRow, generation
from tests.stack import Stack

__all__ = ["generation"]


def figures(capsys: pytest.CaptureFixture[str], name: str) -> list[dict]:
    lines = (json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{"))
    return [line for line in lines if name in line]


def test_a_request_counts_once_under_its_status_class(cloud: Stack, capsys: pytest.CaptureFixture[str]):
    cloud.call(live, http_event(live))

    (line,) = figures(capsys, "Requests")
    assert (line["status_class"], line["Requests"], line["stage"]) == ("2xx", [1.0], "local")


def test_a_refusal_counts_as_one(cloud: Stack, capsys: pytest.CaptureFixture[str]):
    cloud.call(cancel, http_event(cancel, path={"generation_id": "x"}))

    assert [line["status_class"] for line in figures(capsys, "Requests")] == ["4xx"]


def test_what_is_taken_back_counts_once(cloud: Stack, generation: MakeRow, capsys: pytest.CaptureFixture[str]):
    shopper = factories.shopper()
    row = generation(shopper)
    for _ in range(2):
        cloud.call(cancel, http_event(cancel, caller=shopper, path={"generation_id": row.row}))

    (line,) = figures(capsys, "GenerationsEnded")
    assert (line["outcome"], line["reason"]) == ("cancelled", "cancelled")
