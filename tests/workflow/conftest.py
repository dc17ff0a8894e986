"""The real state machine document in moto's interpreter, its tasks in this process, and faults on request."""

import importlib
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
from luneo.generations.steps import Status, Step
from luneo.generations.wish import GenerateRequest, GenerationAccepted
from luneo.identity.caller import Caller, TenantContext
from luneo.progress.events import EventLog
from luneo.progress.schemas import ProgressEvent
from luneo.resources import Machine
from luneo.wiring import providers
from luneo.wiring.generations import asking
from tests import factories
from tests.fakes.images import FakeImages, FakeModerator
from tests.fakes.products import published_product
from tests.stack import ACCOUNT, REGION, ROLE, Stack, running

DOCUMENT = Path(__file__).parents[2] / "statemachines" / f"{Machine.GENERATE_DESIGN.value}.asl.json"
TASKS = (*Step, "fail_generation")
WAIT_S = 60


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


def task_handler(name: str) -> Any:
    """A task's handler, with its declaration as ``spec``."""
    return importlib.import_module(f"functions.tasks.{name}").handler


@dataclass
class Workshop:
    """A brand with a product and credits, and the machine that makes its designs."""

    stack: Stack
    tenant: TenantContext
    shopper: Caller
    images: FakeImages
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
        return published_product(self.tenant, with_model=False, size_mm=(14.0, 10.0))

    def ask(self, wish: GenerateRequest | None = None) -> GenerationAccepted:
        return asking(self.shopper).generate(wish or self.wish(), None, "request-1")

    def finish(self, generation_id: str) -> GenerationRow:
        """Wait for the execution's end; the generation as it is then."""
        _await_execution(self.tenant.tenant_id, generation_id)
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


def _await_execution(tenant_id: str, generation_id: str) -> None:
    machine = DesignMachine()
    end = time.monotonic() + WAIT_S
    while machine.is_running(tenant_id, generation_id):
        assert time.monotonic() < end, "the execution does not end"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def shared_stack() -> Iterator[Stack]:
    with running() as stack:
        for task in TASKS:
            aws.client("lambda").create_function(
                FunctionName=f"workflow-{task}",
                Runtime="python3.11",
                Role=ROLE,
                Handler=f"functions.tasks.{task}.handler",
                Code={"ZipFile": b"in process"},
                Timeout=300,
            )
        yield stack


@pytest.fixture(scope="session")
def machine_arn(shared_stack: Stack) -> str:
    definition = DOCUMENT.read_text()
    for task in TASKS:
        placeholder = task_handler(task).spec.placeholder
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:workflow-{task}"
        definition = definition.replace(f"${{{placeholder}}}", arn)
    created = aws.client("stepfunctions").create_state_machine(name="workflow", definition=definition, roleArn=ROLE)
    return str(created["stateMachineArn"])


@pytest.fixture
def workshop(shared_stack: Stack, machine_arn: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    tenant = factories.tenant()
    shop = Workshop(shared_stack, tenant, factories.shopper(tenant), FakeImages(), FakeModerator())
    monkeypatch.setattr(providers, "image_maker", lambda _tenant: shop.images)
    monkeypatch.setattr(providers, "moderator", lambda: shop.moderator)
    moto_mends.apply(invoke_lambda=shop.run_task, time_scale=0)
    with shared_stack.everything():
        monkeypatch.setenv(Machine.GENERATE_DESIGN.env, machine_arn)
        write_together(Ledger(tenant).add_first_grant)
        yield shop
    moto_mends.apply(invoke_lambda=shared_stack.run_function, deliver_code=shared_stack.keep_code, time_scale=0)
    shared_stack.wipe()
