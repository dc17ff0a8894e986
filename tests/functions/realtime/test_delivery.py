"""Whatever the network and the change stream do, every client ends with every event, once and in order."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from luneo.credits.ledger import Ledger
from luneo.errors import Conflict
from luneo.generations.models import GenerationRow
from luneo.generations.outcome import Endings, refuse_ended
from luneo.generations.repository import Change, Generations
from luneo.identity.caller import Caller
from luneo.progress import subscriptions
from luneo.progress.events import EventLog
from luneo.progress.models import EventRow
from luneo.progress.schemas import Event, EventType, ProgressEvent
from luneo.progress.stream import push_batch
from luneo.progress.subscriptions import ConnectionGone
from luneo.progress.tickets import Listener
from luneo.workflow.errors import Cancelled
from tests import factories
from tests.functions.ai.conftest import MakeRow
from tests.stack import Stack

ENDINGS = {EventType.SUCCEEDED, EventType.FAILED, EventType.CANCELLED}
clients = st.sampled_from(["phone", "desk"])


def as_sent(event: ProgressEvent) -> str:
    return event.model_dump_json()


class Client:
    """A browser: takes each event once, knows the last, and has at most one connection."""

    def __init__(self) -> None:
        self.taken: list[ProgressEvent] = []
        self.connection: str | None = None

    @property
    def last(self) -> int:
        return len(self.taken)

    def take(self, event: ProgressEvent) -> None:
        if event.seq <= self.last:
            return
        assert event.seq == self.last + 1, f"{event.seq} came after {self.last}: a gap"
        self.taken.append(event)


class Wire:
    """The gateway: hands frames to whoever is behind a connection, and lets a test come in between two of them."""

    def __init__(self) -> None:
        self.open: dict[str, Client] = {}
        self.failing: set[Client] = set()
        self.between: list[Callable[[], None]] = []

    def pause(self) -> None:
        if self.between:
            self.between.pop(0)()

    def send(self, connection_id: str, frame: str) -> None:
        client = self.open.get(connection_id)
        if client is None or client.connection != connection_id:
            raise ConnectionGone(connection_id)
        if client in self.failing:
            self.failing.remove(client)
            raise TimeoutError
        client.take(ProgressEvent.model_validate_json(frame))
        self.pause()


class DeliveryMachine(RuleBasedStateMachine):
    """One generation that goes on, clients that come and go, and a stream that repeats and mixes what it delivers."""

    asked: Callable[[], tuple[Caller, GenerationRow]]
    wire: Wire

    @initialize()
    def begin(self) -> None:
        self.caller, self.row = self.asked()
        self.generations = Generations(self.caller.tenant)
        self.log = EventLog(self.caller.tenant)
        self.clients = {"phone": Client(), "desk": Client()}
        self.connections = 0
        self.wire.open.clear()
        self.wire.failing.clear()
        self.wire.between.clear()

    def _events(self) -> list[ProgressEvent]:
        return self.log.after(self.row.generation_id, 0)

    def _push(self, numbers: Sequence[int]) -> None:
        partition = self.log.partition(self.row.generation_id)
        images = [EventRow.get(partition, number).serialize() for number in numbers]
        push_batch([{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images], self.wire)

    def _happen(self) -> None:
        def step(row: GenerationRow) -> Change:
            refuse_ended(row)
            return Change((Event(EventType.STEP), Event(EventType.PARTIAL)))

        try:
            self.generations.change(self.row, step)
        except Cancelled:
            assert self._events()[-1].type in ENDINGS

    @rule()
    def happen(self) -> None:
        self._happen()

    @rule(cancelled=st.booleans())
    def end(self, *, cancelled: bool) -> None:
        endings = Endings(self.generations, Ledger(self.caller.tenant))
        try:
            if cancelled:
                endings.cancel(self.row)
            else:
                endings.fail(self.row.generation_id, "internal-error", "It broke.")
        except Conflict:
            assert self.row.standing.is_final
        self.row.refresh(consistent_read=True)
        assert [event.type in ENDINGS for event in self._events()].count(True) == 1
        assert self._events()[-1].type in ENDINGS

    def _happen_and_push(self) -> None:
        self._happen()
        self._push([event.seq for event in self._events()][-2:])

    @rule(name=clients, before=st.booleans(), frames=st.integers(0, 2))
    def subscribe(self, name: str, frames: int, *, before: bool) -> None:
        """On a new connection, after the last event seen; things happen before the log is read, or between frames."""
        client = self.clients[name]
        self.connections += 1
        client.connection = f"connection-{self.connections}"
        self.wire.open[client.connection] = client
        nothing = [lambda: None] * frames
        self.wire.between[:] = [self._happen_and_push] if before else [*nothing, self._happen_and_push]
        listener = Listener(self.caller.tenant, self.caller.subject)
        subscriptions.open_connection(client.connection, listener)
        try:
            subscriptions.subscribe(client.connection, listener, self.row.generation_id, client.last, self.wire)
        except TimeoutError:
            client.connection = None
        self.wire.between.clear()

    @rule(name=clients, tidily=st.booleans())
    def leave(self, name: str, *, tidily: bool) -> None:
        connection, self.clients[name].connection = self.clients[name].connection, None
        if connection and tidily:
            subscriptions.close_connection(connection)

    @rule(name=clients)
    def stumble(self, name: str) -> None:
        self.wire.failing.add(self.clients[name])

    @precondition(lambda self: self.row.seq > 0)
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        """Any of the events, in any order, some of them twice."""
        numbers = st.sampled_from([event.seq for event in self._events()])
        try:
            self._push(data.draw(st.lists(numbers, min_size=1, max_size=5)))
        except TimeoutError:
            return

    @rule(name=clients)
    def poll(self, name: str) -> None:
        client = self.clients[name]
        for event in self.log.after(self.row.generation_id, client.last):
            client.take(event)

    def teardown(self) -> None:
        """The stream delivers the last event at last: whoever is connected has everything, whoever polls the same."""
        if not hasattr(self, "row") or not self._events():
            return
        self.wire.failing.clear()
        self._push([self._events()[-1].seq])
        for name, client in self.clients.items():
            if client.connection is None:
                self.poll(name)
            assert [as_sent(event) for event in client.taken] == [as_sent(event) for event in self._events()]
        assert [event.seq for event in self._events()] == list(range(1, int(self.row.seq) + 1))


def test_every_client_gets_every_event_once_and_in_order(
    cloud: Stack, generation: MakeRow, monkeypatch: pytest.MonkeyPatch
):
    wire = Wire()

    class InterruptedLog(EventLog):
        """Things happen between a subscription's row and its look at the log."""

        def after(self, generation_id: str, seq: int) -> list[ProgressEvent]:
            wire.pause()
            return super().after(generation_id, seq)

    def ask() -> tuple[Caller, GenerationRow]:
        shopper = factories.shopper()
        return shopper, generation(shopper)

    monkeypatch.setattr(subscriptions, "EventLog", InterruptedLog)
    monkeypatch.setattr(DeliveryMachine, "asked", staticmethod(ask), raising=False)
    monkeypatch.setattr(DeliveryMachine, "wire", wire, raising=False)
    quick = settings(
        max_examples=9,
        stateful_step_count=16,
        deadline=None,
        # Shrinking replays the whole story against the tables each time: a failure would take minutes to be told.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    with cloud.everything():
        run_state_machine_as_test(DeliveryMachine, settings=quick)
