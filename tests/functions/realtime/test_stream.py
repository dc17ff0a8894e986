"""A browser follows a generation: let in by a ticket, served what it missed, told what happens, then forgotten."""

from typing import Any

import pytest

from functions.realtime.connect import handler as connect
from functions.realtime.default import handler as default
from functions.realtime.disconnect import handler as disconnect
from functions.realtime.subscribe import handler as subscribe
from functions.tasks.push_progress import handler as push_progress
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Change, Generations
from luneo.identity.caller import Caller
from luneo.ids import Prefix, new_id
from luneo.progress import tickets
from luneo.progress.events import EventLog
from luneo.progress.models import EventRow, TicketRow
from luneo.progress.schemas import Event, EventType
from tests import factories
from tests.events import socket_event
from tests.functions.ai.conftest import MakeRow
from tests.functions.realtime.conftest import FakeSocket
from tests.stack import Stack

BROWSER = "connection-1"


def open_stream(cloud: Stack, caller: Caller, connection_id: str = BROWSER) -> dict[str, Any]:
    with cloud.everything():
        ticket = tickets.issue(caller)
    return cloud.invoke(connect, socket_event(connect, connection_id, query={"ticket": ticket}))


def listen(cloud: Stack, generation_id: str, after: int = 0, connection_id: str = BROWSER) -> dict[str, Any]:
    frame = {"action": "subscribe", "generation_id": generation_id, "after": after}
    return cloud.invoke(subscribe, socket_event(subscribe, connection_id, message=frame))


def happen(cloud: Stack, row: GenerationRow, count: int = 1) -> None:
    with cloud.everything():
        for _ in range(count):
            Generations(factories.TenantContext(row.tenant_id)).change(
                row, lambda _row: Change((Event(EventType.STEP),))
            )


def batch(cloud: Stack, row: GenerationRow, *numbers: int, name: str = "INSERT") -> dict[str, Any]:
    """The stream's batch for these events."""
    with cloud.everything():
        partition = EventLog(factories.TenantContext(row.tenant_id)).partition(row.row)
        images = [EventRow.get(partition, number).serialize() for number in numbers]
    return {"Records": [{"eventName": name, "dynamodb": {"NewImage": image}} for image in images]}


def test_a_ticket_opens_one_connection(cloud: Stack):
    with cloud.everything():
        ticket = tickets.issue(factories.shopper())

    statuses = [
        cloud.invoke(connect, socket_event(connect, connection, query={"ticket": ticket}))["statusCode"]
        for connection in ("connection-1", "connection-2")
    ]

    assert statuses == [200, 401]


@pytest.mark.parametrize("query", [None, {}, {"ticket": ""}, {"ticket": "made-up"}])
def test_nobody_connects_without_a_ticket(cloud: Stack, query: dict[str, str] | None):
    assert cloud.invoke(connect, socket_event(connect, BROWSER, query=query))["statusCode"] == 401


def test_an_old_ticket_opens_nothing(cloud: Stack):
    with cloud.everything():
        ticket = tickets.issue(factories.shopper())
        (row,) = TicketRow.scan()
        row.update([TicketRow.expires.set(1)])

    assert cloud.invoke(connect, socket_event(connect, BROWSER, query={"ticket": ticket}))["statusCode"] == 401


def test_what_was_missed_comes_at_once_and_in_order(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper, events=5)
    open_stream(cloud, shopper)

    answer = listen(cloud, row.row, after=2)

    assert answer["statusCode"] == 200
    assert socket_api.numbers(BROWSER) == [3, 4, 5]
    assert socket_api.frames[BROWSER][0]["generation_id"] == row.row


def test_what_happens_later_is_pushed_once(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper, events=2)
    open_stream(cloud, shopper)
    listen(cloud, row.row)
    happen(cloud, row, 2)

    for _ in range(2):
        cloud.invoke(push_progress, batch(cloud, row, 3, 4))

    assert socket_api.numbers(BROWSER) == [1, 2, 3, 4]


def test_an_event_from_between_query_and_push_leaves_no_gap(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper)
    open_stream(cloud, shopper)
    listen(cloud, row.row)
    happen(cloud, row, 3)

    cloud.invoke(push_progress, batch(cloud, row, 3))

    assert socket_api.numbers(BROWSER) == [1, 2, 3]


def test_a_batch_out_of_order_is_sent_in_order(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper)
    open_stream(cloud, shopper)
    listen(cloud, row.row)
    happen(cloud, row, 3)

    cloud.invoke(push_progress, batch(cloud, row, 2, 3, 1))

    assert socket_api.numbers(BROWSER) == [1, 2, 3]


def test_a_batch_with_a_hole_or_a_repeat_is_completed(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper)
    open_stream(cloud, shopper)
    listen(cloud, row.row)
    happen(cloud, row, 3)

    for numbers in ((1, 3), (2,), (3, 3)):
        cloud.invoke(push_progress, batch(cloud, row, *numbers))

    assert socket_api.numbers(BROWSER) == [1, 2, 3]


def test_one_listener_who_cannot_be_served_keeps_no_other_waiting(
    cloud: Stack, generation: MakeRow, socket_api: FakeSocket
):
    shopper = factories.shopper()
    first, second = generation(shopper), generation(shopper)
    for connection_id, row in (("a", first), ("b", first), ("c", second)):
        open_stream(cloud, shopper, connection_id)
        listen(cloud, row.row, 0, connection_id)
    happen(cloud, first)
    happen(cloud, second)
    both = {"Records": batch(cloud, first, 1)["Records"] + batch(cloud, second, 1)["Records"]}
    socket_api.failing.append(TimeoutError())

    with pytest.raises(TimeoutError):
        cloud.invoke(push_progress, both)

    assert sorted(len(socket_api.numbers(name)) for name in "abc") == [0, 1, 1]
    cloud.invoke(push_progress, both)
    assert [socket_api.numbers(name) for name in "abc"] == [[1], [1], [1]]


def test_a_browser_that_leaves_while_it_is_served_is_forgotten(
    cloud: Stack, generation: MakeRow, socket_api: FakeSocket
):
    shopper = factories.shopper()
    row = generation(shopper, events=2)
    open_stream(cloud, shopper)
    socket_api.gone.add(BROWSER)

    assert listen(cloud, row.row)["statusCode"] == 200
    socket_api.gone.clear()
    happen(cloud, row)
    cloud.invoke(push_progress, batch(cloud, row, 3))

    assert socket_api.numbers(BROWSER) == []


def test_expired_and_changed_events_are_not_news(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper)
    open_stream(cloud, shopper)
    listen(cloud, row.row)
    happen(cloud, row)

    cloud.invoke(push_progress, batch(cloud, row, 1, name="MODIFY"))

    assert socket_api.numbers(BROWSER) == []


def test_everyone_who_listens_is_served_from_where_it_stands(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper, events=2)
    for connection_id, after in (("early", 0), ("late", 2)):
        open_stream(cloud, shopper, connection_id)
        listen(cloud, row.row, after, connection_id)
    happen(cloud, row)

    cloud.invoke(push_progress, batch(cloud, row, 3))

    assert (socket_api.numbers("early"), socket_api.numbers("late")) == ([1, 2, 3], [3])


def test_a_browser_that_left_is_forgotten(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper)
    for connection_id in ("left", "stayed"):
        open_stream(cloud, shopper, connection_id)
        listen(cloud, row.row, 0, connection_id)
    socket_api.gone.add("left")
    happen(cloud, row, 2)
    cloud.invoke(push_progress, batch(cloud, row, 1))
    socket_api.gone.clear()

    cloud.invoke(push_progress, batch(cloud, row, 2))

    assert (socket_api.numbers("left"), socket_api.numbers("stayed")) == ([], [1, 2])


def test_a_push_that_fails_is_made_up_for_by_the_next_try(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper)
    open_stream(cloud, shopper)
    listen(cloud, row.row)
    happen(cloud, row, 2)
    socket_api.failing.append(TimeoutError())

    with pytest.raises(TimeoutError):
        cloud.invoke(push_progress, batch(cloud, row, 1, 2))
    cloud.invoke(push_progress, batch(cloud, row, 1, 2))

    assert socket_api.numbers(BROWSER) == [1, 2]


def test_a_closed_connection_hears_nothing_more(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper)
    open_stream(cloud, shopper)
    listen(cloud, row.row)
    for _ in range(2):
        assert cloud.invoke(disconnect, socket_event(disconnect, BROWSER))["statusCode"] == 200
    happen(cloud, row)

    cloud.invoke(push_progress, batch(cloud, row, 1))

    assert socket_api.numbers(BROWSER) == []
    assert listen(cloud, row.row)["statusCode"] == 401


def test_nobody_listens_to_anothers_generation(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper, events=1)

    for stranger in (factories.shopper(shopper.tenant), factories.shopper(), factories.member()):
        open_stream(cloud, stranger)
        assert listen(cloud, row.row)["statusCode"] == 404
    assert socket_api.frames == {}


def test_a_member_listens_to_what_a_shopper_asked_for(cloud: Stack, generation: MakeRow, socket_api: FakeSocket):
    shopper = factories.shopper()
    row = generation(shopper, events=1)
    open_stream(cloud, factories.member(shopper.tenant))

    assert listen(cloud, row.row)["statusCode"] == 200
    assert socket_api.numbers(BROWSER) == [1]


@pytest.mark.parametrize(
    "frame",
    [
        "no json",
        "[]",
        {"action": "subscribe"},
        {"action": "subscribe", "generation_id": "x"},
        {"action": "subscribe", "generation_id": new_id(Prefix.GENERATION), "after": -1},
    ],
)
def test_a_frame_that_makes_no_sense_is_answered_with_a_problem(cloud: Stack, frame: Any, socket_api: FakeSocket):
    open_stream(cloud, factories.shopper())

    answer = cloud.invoke(subscribe, socket_event(subscribe, BROWSER, message=frame))

    assert answer["statusCode"] in {400, 422}
    assert "/problems/" in answer["body"]


def test_an_unknown_action_says_what_there_is(cloud: Stack):
    answer = cloud.invoke(default, socket_event(default, BROWSER, message={"action": "dance"}))

    assert answer["statusCode"] == 400
    assert "subscribe" in answer["body"]
