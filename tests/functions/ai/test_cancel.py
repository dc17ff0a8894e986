import pytest

from functions.ai.cancel import handler as cancel
from luneo.credits.ledger import JobState, Ledger
from luneo.identity.caller import Caller
from luneo.progress.events import EventLog
from tests import factories
from tests.events import http_event
from tests.functions.ai.conftest import MakeRow
from tests.stack import Answer, Stack


def post(cloud: Stack, caller: Caller, generation_id: str) -> Answer:
    return cloud.call(cancel, http_event(cancel, caller=caller, path={"generation_id": generation_id}))


@pytest.mark.parametrize("status", ["queued", "running"])
def test_what_is_not_shown_yet_is_taken_back_and_refunded(cloud: Stack, generation: MakeRow, status: str):
    shopper = factories.shopper()
    row = generation(shopper, reserved=True, status=status)

    answers = [post(cloud, shopper, row.row) for _ in range(2)]

    assert [(answer.status, answer.json["status"]) for answer in answers] == [(200, "cancelled")] * 2
    assert answers[0].json["reason"]["slug"] == "cancelled"
    with cloud.everything():
        assert Ledger(shopper.tenant).job(row.row) is JobState.REFUNDED
        assert [event.type for event in EventLog(shopper.tenant).after(row.row, 0)] == ["generation.cancelled"]


def test_who_may_produce_still_gets_the_artwork_of_what_was_taken_back(cloud: Stack, generation: MakeRow):
    member = factories.member()
    artwork = {"name": "artwork.png", "key": "ten/generations/gen/artwork.png", "sha256": "0" * 64, "size_bytes": 9}
    row = generation(member, status="running", files=[artwork])

    (file,) = post(cloud, member, row.row).json["files"]

    assert file["name"] == "artwork.png"
    assert "Signature" in file["url"]


def test_what_holds_no_credits_yet_is_taken_back(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()

    assert post(cloud, shopper, generation(shopper).row).json["status"] == "cancelled"


@pytest.mark.parametrize("status", ["previewed", "succeeded", "failed"])
def test_what_is_shown_or_over_stays(cloud: Stack, generation: MakeRow, status: str):
    shopper = factories.shopper()
    row = generation(shopper, reserved=True, status=status)

    answer = post(cloud, shopper, row.row)

    assert (answer.status, answer.problem) == (409, "generation-already-finished")
    with cloud.everything():
        assert Ledger(shopper.tenant).job(row.row) is JobState.RESERVED


def test_nobody_takes_back_anothers(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper)

    assert post(cloud, factories.shopper(shopper.tenant), row.row).status == 404
    assert post(cloud, factories.member(), row.row).status == 404
