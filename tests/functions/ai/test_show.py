import pytest

from functions.ai.show import handler as show
from luneo.identity.caller import Caller, TenantContext, Unauthenticated
from luneo.identity.permissions import Role
from luneo.ids import Prefix, new_id
from luneo.media.files import FileName
from luneo.progress.tickets import Listener, redeem
from tests import factories
from tests.events import http_event
from tests.fakes.products import target
from tests.functions.ai.conftest import MakeRow
from tests.stack import PUBLIC_URL, Answer, Stack

FILES = [
    {
        "name": name.value,
        "key": f"ten/{name}",
        "sha256": "0" * 64,
        "size_bytes": 5,
        "size_px": [10, 20],
        "size_mm": None,
    }
    for name in (FileName.ARTWORK, FileName.PREVIEW, FileName.PRINT_PDF)
]
SHOWN = {"publish_preview": {"started_at": "2026-11-22T18:00:00.000Z", "ms": 1.0}}


def get(cloud: Stack, caller: Caller, generation_id: str, **query: str) -> Answer:
    return cloud.call(show, http_event(show, caller=caller, path={"generation_id": generation_id}, query=query or None))


def test_a_shopper_sees_its_own_generation(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper)

    answer = get(cloud, shopper, row.row)

    assert answer.status == 200
    assert (answer.json["id"], answer.json["status"], answer.json["prompt"]) == (row.row, "queued", "a fox")
    assert answer.json["events"] == []


def test_another_shoppers_generation_does_not_exist(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper)

    strangers = [factories.shopper(shopper.tenant), factories.shopper(), factories.member()]
    answers = [get(cloud, stranger, row.row) for stranger in strangers]
    missing = get(cloud, shopper, new_id(Prefix.GENERATION))

    assert {answer.status for answer in [*answers, missing]} == {404}
    assert len({answer.json["detail"] for answer in [*answers, missing]}) == 1


def test_members_see_what_their_shoppers_asked_for(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper)

    assert get(cloud, factories.member(shopper.tenant), row.row).status == 200


def test_events_come_after_the_number_asked_for(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper, events=4)

    answer = get(cloud, shopper, row.row, after="2")

    assert [event["seq"] for event in answer.json["events"]] == [3, 4]
    assert [event["seq"] for event in get(cloud, shopper, row.row, after="0").json["events"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("after", ["-1", "x", "1.5"])
def test_a_number_that_is_none_is_refused(cloud: Stack, generation: MakeRow, after: str):
    shopper = factories.shopper()

    answer = get(cloud, shopper, generation(shopper).row, after=after)

    assert (answer.status, answer.pointers) == (422, ["#/after"])


def test_a_shopper_gets_public_files_only(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper, files=FILES, steps=SHOWN, status="previewed")

    answer = get(cloud, shopper, row.row)

    assert [file["name"] for file in answer.json["files"]] == ["preview.png"]
    assert answer.json["preview_url"] == f"{PUBLIC_URL}/media/ten/preview.png"
    assert (answer.json["files"][0]["width_px"], answer.json["files"][0]["media_type"]) == (10, "image/png")


def test_a_picture_that_is_not_yet_published_is_not_shown(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper, files=FILES, status="running")

    answer = get(cloud, shopper, row.row)

    assert answer.json["files"] == []
    assert "preview_url" not in answer.json


def test_who_may_produce_gets_signed_production_files(cloud: Stack, generation: MakeRow):
    designer = factories.member(role=Role.DESIGNER)
    row = generation(designer, files=FILES, steps=SHOWN, status="previewed")

    files = {file["name"]: file["url"] for file in get(cloud, designer, row.row).json["files"]}

    assert set(files) == {"preview.png", "artwork.png", "print.pdf"}
    assert "X-Amz-Signature=" in files["print.pdf"]
    analyst = factories.member(designer.tenant, Role.ANALYST)
    assert [file["name"] for file in get(cloud, analyst, row.row).json["files"]] == ["preview.png"]


def test_a_running_generation_gives_a_fresh_ticket_each_time_it_is_asked(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()
    row = generation(shopper, status="running")

    streams = [get(cloud, shopper, row.row, stream="true").json["stream"] for _ in range(2)]

    assert {stream["url"] for stream in streams} == {"wss://socket.luneo.test/live"}
    with cloud.everything():
        listeners = [redeem(stream["ticket"]) for stream in streams]
        with pytest.raises(Unauthenticated):
            redeem(streams[0]["ticket"])
    assert listeners == [Listener(TenantContext(shopper.tenant.tenant_id), shopper.subject)] * 2
    assert "stream" not in get(cloud, shopper, row.row).json


@pytest.mark.parametrize("status", ["succeeded", "failed", "cancelled"])
def test_what_has_ended_has_nothing_to_follow(cloud: Stack, generation: MakeRow, status: str):
    shopper = factories.shopper()

    answer = get(cloud, shopper, generation(shopper, status=status).row, stream="true")

    assert answer.status == 200
    assert "stream" not in answer.json


@pytest.mark.parametrize("name", ["x", "gen_", "g" * 3000])
def test_what_is_no_id_does_not_exist_either(cloud: Stack, name: str):
    assert get(cloud, factories.shopper(), name).problem == "not-found"


@pytest.mark.parametrize(("native", "allowed"), [(60.0, False), (240.0, True)])
def test_a_design_too_coarse_for_its_process_is_blocked_with_the_size_that_would_do(
    cloud: Stack, generation: MakeRow, native: float, *, allowed: bool
):
    shopper = factories.shopper()
    size = target(size_mm=(200.0, 100.0), bleed_mm=0.0).model_dump(mode="json")
    row = generation(shopper, target=size, picture={"size_px": [1448, 724], "native_dpi": native})

    shown = get(cloud, shopper, row.row).json

    facts = shown["artwork"]
    assert (facts["native_dpi"], facts["effective_dpi"], facts["minimum_dpi"]) == (native, 300.0, 100.0)
    assert shown["production"]["allowed"] is allowed
    offered = [(block["slug"], block["largest_size_mm"]) for block in shown["production"]["blocks"]]
    assert offered == ([] if allowed else [("resolution-too-low", {"width": 120.0, "height": 60.0})])


def test_without_an_artwork_nothing_is_said_of_production(cloud: Stack, generation: MakeRow):
    shopper = factories.shopper()

    assert "production" not in get(cloud, shopper, generation(shopper).row).json
