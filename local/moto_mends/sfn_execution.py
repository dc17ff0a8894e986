# ruff: noqa: SLF001  # a mend reaches into what it mends
"""How moto's interpreter runs executions: they start, wait, retry, stop and overlap as in AWS.

What moto 5.2.5 does, and the mend:

- A boto3 client is built for every task state, which is most of an execution's CPU time, and it calls port
  5000 whatever port the server has: clients are cached and sent to the settings' endpoint.
- The definition is parsed again for each execution: parsed programs are kept (they hold no state of a
  run, but name their counters at first use, which two runs may reach together: the name is now the object's).
- Executions without a name collide on ``None``: the default is a UUID. Two calls with one name can both pass
  the idempotency check: it is done under a lock.
- A stop drops error and cause, fails on an execution that has just been started, and takes effect only when
  the running task ends: it takes effect at once, as a task that is under way in AWS is abandoned too.
- Any number of executions run at once: their number is bounded and the rest queue. Ended threads are kept
  for ever: they are let go.
- Waits and retry intervals take real seconds, and a Wait of a fraction of a second never ends: they are scaled,
  and end when their time is up.
"""

import time
import uuid
from collections import deque
from datetime import datetime
from functools import lru_cache
from threading import Event, Lock, RLock, Thread
from typing import Any

from moto.core.utils import utcnow
from moto.stepfunctions.parser import utils as parser_utils
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import TimeoutSeconds
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.program_state import ProgramRunning, ProgramStopped
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends

from local.moto_mends import sfn_clients, sfn_events
from local.moto_mends.settings import current

_start_lock = RLock()
_parse = AmazonStateLanguageParser.parse
_start_execution = StepFunctionsParserBackend.start_execution
_new_environment = ExecutionWorker._get_evaluation_environment
_execution_logic = ExecutionWorker._execution_logic
_terminated = BaseExecutionWorkerCommunication.terminated
_set_stop = Environment.set_stop
_eval_program = EvalComponent.eval


class _Turns:
    """Lets a bounded number of executions run; the rest wait without a thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running = 0
        self._waiting: deque[ExecutionWorker] = deque()

    def enter(self, worker: Any) -> None:
        with self._lock:
            if self._running >= current.settings.max_executions:
                self._waiting.append(worker)
                return
            self._running += 1
        self._launch(worker)

    def _launch(self, worker: Any) -> None:
        parser_utils.TMP_THREADS[:] = [thread for thread in parser_utils.TMP_THREADS if thread.is_alive()]
        thread = Thread(target=self._run, args=(worker,), name="execution", daemon=True)
        parser_utils.TMP_THREADS.append(thread)
        thread.start()

    def _run(self, worker: Any) -> None:
        while worker is not None:
            _run_execution(worker)
            worker = self._next()

    def _next(self) -> Any:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._running -= 1
            return None


_turns = _Turns()


class _ScaledTime:
    """What the retrier sees of :mod:`time`."""

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds * current.settings.time_scale)


def _wait_interval(_wait: Any, env: Any, wait_seconds: float) -> None:
    """Wait the scaled time, or until the execution ends; moto counts whole seconds only."""
    deadline = time.monotonic() + wait_seconds * current.settings.time_scale
    while env.is_running() and (left := deadline - time.monotonic()) > 0:
        env.program_state_event.wait(left)


@lru_cache(maxsize=64)
def _parse_once(definition: str) -> Any:
    return _parse(definition)


def _start_execution_once(
    backend: Any, state_machine_arn: str, name: str | None = None, *args: Any, **kwargs: Any
) -> Any:
    with _start_lock:
        return _start_execution(backend, state_machine_arn, name or str(uuid.uuid4()), *args, **kwargs)


def _start_worker(worker: Any) -> None:
    """Give the worker its environment before its thread exists, so that it can be stopped from now on."""
    worker.env = worker._get_evaluation_environment()
    worker.env._program_state = ProgramRunning()
    _turns.enter(worker)


def _run_execution(worker: Any) -> None:
    """Run the program to its end; a stop while it was queued leaves nothing to run."""
    sfn_events.publish_status(worker._execution_communication.execution)
    try:
        if worker.env.is_running():
            _execution_logic(worker)
            return
    except RuntimeError:  # stopped between the check and the first state: moto refuses to set a next state
        if worker.env.is_running():
            raise
    worker._execution_communication.terminated()


def _environment_once(worker: Any) -> Any:
    return worker.env if worker.env is not None else _new_environment(worker)


def _eval_until_settled(program: Any, env: Any) -> None:
    """Evaluate in a thread until the program ends, its timeout passes or the execution is stopped."""
    env.settled = settled = Event()
    timeout = program.timeout_seconds.timeout_seconds if program.timeout_seconds else None
    env.next_state_name = program.start_at.start_at_name

    def evaluate() -> None:
        try:
            _eval_program(program, env)
        finally:
            settled.set()

    thread = Thread(target=evaluate, name="program", daemon=True)
    parser_utils.TMP_THREADS.append(thread)
    thread.start()
    if not settled.wait(None if timeout is None else timeout * current.settings.timeout_scale):
        env.set_timed_out()


def _stop_and_settle(env: Any, stop_date: datetime, cause: str | None = None, error: str | None = None) -> None:
    _set_stop(env, stop_date=stop_date, cause=cause, error=error)
    settled = getattr(env, "settled", None)
    if settled is not None:
        settled.set()


def _terminate_and_announce(communication: Any) -> None:
    execution = communication.execution
    state = execution.exec_worker.env.program_state()
    if isinstance(state, ProgramStopped):
        execution.error, execution.cause = state.error, state.cause
    _terminated(communication)
    sfn_events.publish_status(execution)


def _scaled_timeout(timeout: Any, env: Any) -> float:
    del env  # moto passes it by name
    return float(timeout.timeout_seconds * current.settings.timeout_scale)


def _status(execution: Any) -> str:
    """The status as text; moto lists an execution an instant before it has one."""
    return str((execution.exec_status or ExecutionStatus.RUNNING).value)


def _say_nothing(_component: Any, failure_event_exception: Exception) -> None:
    """A failed task is in the execution's history; moto also logs it with the whole program printed out."""
    del failure_event_exception


def stop_all() -> list[Thread]:
    """Abort whatever runs, and return the threads that may still be busy in a task."""
    for account in list(stepfunctions_parser_backends.values()):
        for backend in list(account.values()):
            for execution in backend._get_executions("RUNNING"):
                execution.stop(stop_date=utcnow(), error=None, cause=None)
    return [thread for thread in parser_utils.TMP_THREADS if thread.is_alive()]


def install() -> None:
    """Put the mends in place."""
    boto_client.boto3 = sfn_clients.CachedClients()
    AmazonStateLanguageParser.parse = staticmethod(_parse_once)
    StepFunctionsParserBackend.start_execution = _start_execution_once
    EvalComponent._log_failure_event_exception = _say_nothing
    Execution.status = property(_status)
    EvalComponent.heap_key = property(lambda component: str(id(component)))
    ExecutionWorker.start = _start_worker
    ExecutionWorker._get_evaluation_environment = _environment_once
    BaseExecutionWorkerCommunication.terminated = _terminate_and_announce
    Environment.set_stop = _stop_and_settle
    Program.eval = _eval_until_settled
    WaitFunction._wait_interval = _wait_interval
    TimeoutSeconds._eval_seconds = _scaled_timeout
    retrier_decl.time = _ScaledTime()
