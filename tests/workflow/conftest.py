"""The real state machine document in moto's interpreter, its tasks in this process, and faults on request."""

import importlib
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from local import moto_mends
from luneo import aws
from luneo.credits.contention import write_together
from luneo.credits.ledger import Balance, JobState, Ledger
from luneo.generations.execution import DesignMachine
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Generations
from luneo.generations.steps import THREE_D, Status, Step
from luneo.generations.wish import GenerateRequest, GenerationAccepted
from luneo.identity.caller import Caller, TenantContext
from luneo.imaging.finishes import Finish, Surface
from luneo.progress.events import EventLog
from luneo.progress.schemas import ProgressEvent
from luneo.resources import Machine
from luneo.styles.catalogue import Process
from luneo.three_d.maps import PosterMaps
from luneo.three_d.poster import compile_poster
from luneo.three_d.turntable import TurntableMaps, compile_turntable
from luneo.wiring import providers
from luneo.wiring.generations import asking
from tests import factories
from tests.fakes.images import FakeImages, FakeModerator
from tests.fakes.products import published_product
from tests.stack import ACCOUNT, REGION, ROLE, Stack, running

TASKS = (*Step, "fail_generation")
PREPARING = (
    "lint_product",
    "moderate_photo",
    "compile_photo",
    "compile_model",
    "photograph_poster",
    "photograph_turntable",
    "publish_product",
    "end_preparation",
)
OF_MACHINE = {Machine.GENERATE_DESIGN: TASKS, Machine.PREPARE_PRODUCT: PREPARING}
WAIT_S = 60
SMALL_MM = (14.0, 10.0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One attempt at a task that goes wrong: the Lambda ends with this error, before or after the work was done."""

    error: str
    message: str
    after_work: bool = False


KILLED = Fault("Runtime.ExitError", "Runtime exited with error: signal: killed")
KILLED_AFTER_WORK = Fault("Runtime.ExitError", "Runtime exited with error: signal: killed", after_work=True)
TIMED_OUT = Fault("Sandbox.Timedout", "Task timed out after 25.00 seconds")


class Kill(BaseException):
    """The sandbox dies in the middle of the work."""


def document(machine: Machine) -> Path:
    """A machine's ASL document."""
    return Path(__file__).parents[2] / "statemachines" / f"{machine.value}.asl.json"


def task_handler(name: str) -> Any:
    """A task's handler, with its declaration as ``spec``."""
    return importlib.import_module(f"functions.tasks.{name}").handler


@dataclass(kw_only=True)
class Workbench:
    """A brand, and tasks that run in this process, with their own rights and the faults that are due."""

    stack: Stack
    tenant: TenantContext
    moderator: FakeModerator
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def run_task(self, name: str, payload: bytes, _context: Any) -> moto_mends.InvocationResult:
        """One invocation, with the fault that is due."""
        task = name.removeprefix("workflow-")
        self.calls.append(task)
        fault = self.faults[task].popleft() if self.faults[task] else None
        self.before.get(task, lambda: None)()
        if fault and not fault.after_work:
            return _failed(fault.error, fault.message)
        try:
            answer = self.call(task_handler(task), json.loads(payload))
        except Exception as error:  # noqa: BLE001 - the machine hears of whatever a task raises
            return _failed(type(error).__name__, str(error))
        except Kill:
            return _failed(KILLED.error, KILLED.message)
        if fault:
            return _failed(fault.error, fault.message)
        return moto_mends.InvocationResult(json.dumps(answer).encode())

    def call(self, handler: Any, event: dict[str, Any]) -> Any:
        """Call a function with its own rights; its environment is everybody's, as executions run side by side."""
        function = handler.declaration.function
        with self.stack.as_function(function):
            return handler(event, SimpleNamespace(function_name=function.logical_name))


@dataclass(kw_only=True)
class Workshop(Workbench):
    """A brand with a product and credits, and the machine that makes its designs."""

    shopper: Caller
    images: FakeImages

    def wish(self, **changes: Any) -> GenerateRequest:
        facts = {
            "product_id": changes.pop("product_id", None) or self.product(),
            "prompt": "a sun over the sea",
            "style": "woodcut",
            "seed": 7,
        }
        return GenerateRequest.model_validate(facts | changes)

    def product(self, *, whole: bool = False) -> str:
        """A published product: a tiny one without a model, or the ``whole`` thing."""
        if whole:
            return published_product(self.tenant)
        return published_product(self.tenant, with_model=False, size_mm=SMALL_MM)

    def product_through(self, task: str) -> str:
        """A published product whose generations run this task."""
        if task == Step.MEND_ARTWORK:
            return self.engraved()
        return self.product(whole=task in THREE_D)

    def engraved(self) -> str:
        """A published product that is engraved in wood, held to what an engraver can make."""
        return published_product(
            self.tenant,
            with_model=False,
            size_mm=SMALL_MM,
            process=Process.ENGRAVE,
            finish=Finish.ENGRAVING,
            surface=Surface.WOOD,
        )

    def ask(self, wish: GenerateRequest | None = None) -> GenerationAccepted:
        return asking(self.shopper).generate(wish or self.wish(), None, "request-1")

    def finish(self, generation_id: str) -> GenerationRow:
        """Wait for the execution's end; the generation as it is then."""
        machine = DesignMachine()
        wait_until(lambda: not machine.is_running(self.tenant.tenant_id, generation_id), "the execution does not end")
        return self.row(generation_id)

    def make(self, wish: GenerateRequest | None = None) -> GenerationRow:
        return self.finish(self.ask(wish).id)

    def row(self, generation_id: str) -> GenerationRow:
        return Generations(self.tenant).get(generation_id)

    def events(self, generation_id: str) -> list[ProgressEvent]:
        return EventLog(self.tenant).after(generation_id, 0)

    def settled_once(self, row: GenerationRow) -> None:
        """Nothing is reserved any more, credits and status agree, and the events tell it without a gap."""
        states = {
            Status.SUCCEEDED: JobState.COMMITTED,
            Status.FAILED: JobState.REFUNDED,
            Status.CANCELLED: JobState.REFUNDED,
        }
        balance, events = self.balance(), self.events(row.generation_id)
        assert self.job(row.generation_id) is states[row.standing]
        assert balance.reserved == 0
        assert balance.granted == balance.available + balance.spent
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert events[-1].type == f"generation.{row.status}"

    def job(self, generation_id: str) -> JobState | None:
        return Ledger(self.tenant).job(generation_id)

    def balance(self) -> Balance:
        return Ledger(self.tenant).balance()


def _failed(error: str, message: str) -> moto_mends.InvocationResult:
    body = {"errorMessage": message, "errorType": error, "stackTrace": []}
    return moto_mends.InvocationResult(json.dumps(body).encode(), "Unhandled")


def wait_until(holds: Callable[[], bool], complaint: str) -> None:
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end, complaint
        time.sleep(0.04)


@pytest.fixture(scope="session")
def shared_stack() -> Iterator[Stack]:
    with running() as stack:
        for task in (*TASKS, *PREPARING):
            aws.client("lambda").create_function(
                FunctionName=f"workflow-{task}",
                Runtime="python3.11",
                Role=ROLE,
                Handler=f"functions.tasks.{task}.handler",
                Code={"ZipFile": b"in process"},
                Timeout=300,
            )
        yield stack


def _created(machine: Machine) -> str:
    definition = document(machine).read_text()
    for task in OF_MACHINE[machine]:
        placeholder = task_handler(task).spec.placeholder
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:workflow-{task}"
        definition = definition.replace(f"${{{placeholder}}}", arn)
    created = aws.client("stepfunctions").create_state_machine(
        name=f"workflow-{machine.value}", definition=definition, roleArn=ROLE
    )
    return str(created["stateMachineArn"])


@pytest.fixture(scope="session")
def machine_arns(shared_stack: Stack) -> dict[Machine, str]:
    return {machine: _created(machine) for machine in Machine}


@pytest.fixture(scope="session")
def machine_arn(machine_arns: dict[Machine, str]) -> str:
    return machine_arns[Machine.GENERATE_DESIGN]


@contextmanager
def at_work(bench: Workbench, arns: dict[Machine, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machines call the bench's tasks; everything is empty afterwards."""
    monkeypatch.setattr(providers, "moderator", lambda: bench.moderator)
    moto_mends.apply(invoke_lambda=bench.run_task, time_scale=0)
    with bench.stack.everything():
        for machine, arn in arns.items():
            monkeypatch.setenv(machine.env, arn)
        yield
    stack = bench.stack
    moto_mends.apply(invoke_lambda=stack.run_function, deliver_code=stack.keep_code, time_scale=0)
    stack.wipe()


@pytest.fixture
def workshop(
    shared_stack: Stack, machine_arns: dict[Machine, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workshop]:
    tenant = factories.tenant()
    shop = Workshop(
        stack=shared_stack,
        tenant=tenant,
        shopper=factories.shopper(tenant),
        images=FakeImages(),
        moderator=FakeModerator(),
    )
    monkeypatch.setattr(providers, "image_maker", lambda _tenant: shop.images)
    with at_work(shop, machine_arns, monkeypatch):
        write_together(Ledger(tenant).add_first_grant)
        yield shop


@cache
def _poster(glb: bytes, size_px: int, *, material: str | None) -> PosterMaps:
    return compile_poster(glb, size_px, material=material)


@cache
def _turntable(glb: bytes, size_px: int, *, material: str | None) -> TurntableMaps:
    return compile_turntable(glb, size_px, material=material)


@pytest.fixture
def press(shared_stack: Stack, machine_arns: dict[Machine, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A brand's catalogue; pictures of models are small, and each is rendered once in all of the tests."""
    from tests.workflow.press import Press

    monkeypatch.setattr("luneo.products.modelling.POSTER_PX", 32)
    monkeypatch.setattr("luneo.products.modelling.TURNTABLE_PX", 16)
    monkeypatch.setattr("luneo.products.modelling.compile_poster", _poster)
    monkeypatch.setattr("luneo.products.modelling.compile_turntable", _turntable)
    tenant = factories.tenant()
    bench = Press(stack=shared_stack, tenant=tenant, owner=factories.member(tenant), moderator=FakeModerator())
    with at_work(bench, machine_arns, monkeypatch):
        factories.open_brand(tenant)
        yield bench
