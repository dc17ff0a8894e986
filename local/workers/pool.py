"""All workers: at most a few a function, the least recently used put away, the outdated replaced."""

import threading
import uuid
from collections.abc import Callable, Mapping

from local.workers.function import DeployedFunction
from local.workers.sources import Sources
from local.workers.worker import Outcome, Worker, Zygote, ZygoteGone, platform_failure

PER_FUNCTION = 4
IN_ALL = 48

Observer = Callable[[DeployedFunction, str, Outcome], None]


class UnknownFunction(KeyError):
    """No function has this name."""


class _Crew:
    """One function's workers."""

    def __init__(self, function: DeployedFunction, bound: int) -> None:
        self.function = function
        self.bound = min(bound, function.concurrency or bound)
        self.idle: list[Worker] = []
        self.busy = 0


class WorkerPool:
    """Invokes functions; every method may be called from any thread.

    ``observe`` is told every invocation: the function, the request id, the outcome with its log.
    """

    def __init__(
        self,
        zygote: Zygote,
        functions: Mapping[str, DeployedFunction],
        sources: Sources,
        *,
        observe: Observer = lambda _function, _request_id, _outcome: None,
        per_function: int = PER_FUNCTION,
        in_all: int = IN_ALL,
    ) -> None:
        self._zygote = zygote
        self._crews = {name: _Crew(function, per_function) for name, function in functions.items()}
        self._sources = sources
        self._observe = observe
        self._in_all = in_all
        self._changed = threading.Condition()
        self._closed = False

    def invoke(self, name: str, payload: bytes, request_id: str | None = None) -> Outcome:
        """Run a function once and wait for its outcome; a crash or a timeout is an outcome too.

        Raises:
            UnknownFunction: there is none of that name.
        """
        crew = self._crews.get(name)
        if crew is None:
            raise UnknownFunction(name)
        request_id = request_id or str(uuid.uuid4())
        try:
            outcome = self._run(crew, payload, request_id)
        except ZygoteGone:
            outcome = platform_failure("Runtime.ExitError", "The local cloud is stopping", request_id)
        self._observe(crew.function, request_id, outcome)
        return outcome

    def close(self) -> None:
        """End every idle worker and take no more invocations; busy ones end with the zygote."""
        with self._changed:
            self._closed = True
            for crew in self._crews.values():
                for worker in crew.idle:
                    worker.kill()
                crew.idle.clear()
            self._changed.notify_all()

    def _run(self, crew: _Crew, payload: bytes, request_id: str) -> Outcome:
        worker = self._acquire(crew)
        try:
            if worker is None:
                worker = Worker(self._zygote, crew.function, self._sources.version())
                failure = worker.start()
                if failure is not None:
                    return failure
            return worker.invoke(payload, request_id)
        finally:
            self._release(crew, worker)

    def _acquire(self, crew: _Crew) -> Worker | None:
        """An idle worker, or leave to start one (``None``); waits while the function has all it may have."""
        version = self._sources.version()
        with self._changed:
            while not self._closed:
                self._put_away(crew, lambda worker: worker.version != version)
                if crew.idle or crew.busy < crew.bound:
                    crew.busy += 1
                    if crew.idle:
                        return crew.idle.pop()
                    self._make_room()
                    return None
                self._changed.wait()
            raise ZygoteGone

    def _release(self, crew: _Crew, worker: Worker | None) -> None:
        with self._changed:
            crew.busy -= 1
            if worker is not None and worker.is_alive:
                if self._closed:
                    worker.kill()
                else:
                    crew.idle.append(worker)
            self._changed.notify_all()

    def _make_room(self) -> None:
        while sum(crew.busy + len(crew.idle) for crew in self._crews.values()) > self._in_all:
            idle = [(worker.last_used, crew) for crew in self._crews.values() for worker in crew.idle]
            if not idle:
                return
            _, crew = min(idle, key=lambda pair: pair[0])
            oldest = min(crew.idle, key=lambda worker: worker.last_used)
            self._put_away(crew, oldest.__eq__)

    @staticmethod
    def _put_away(crew: _Crew, which: Callable[[Worker], bool]) -> None:
        for worker in [worker for worker in crew.idle if which(worker)]:
            crew.idle.remove(worker)
            worker.kill()
