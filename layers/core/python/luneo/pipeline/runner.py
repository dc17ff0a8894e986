"""Running one step of a generation: once, in sight of the shopper, never after the end."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from luneo.credits.contention import Writes
from luneo.generations.models import GenerationRow
from luneo.generations.outcome import refuse_ended
from luneo.generations.repository import Change, Generations, no_writes
from luneo.generations.steps import Status, Step, progress
from luneo.generations.target import PrintTarget
from luneo.media.files import StoredFile
from luneo.progress.schemas import Event, EventType
from luneo.schema import rfc3339
from luneo.storage import now


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step leaves behind: files, attributes of the generation's row, events after its own, further writes.

    ``book`` is asked for the writes at each try of the transaction, so that it may refuse what no longer holds.
    """

    files: tuple[StoredFile, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    book: Callable[[], Writes] = lambda: no_writes


Work = Callable[[GenerationRow], Outcome]


class StepRunner:
    """Runs steps of one tenant's generations."""

    def __init__(self, generations: Generations, clock: Callable[[], float] = time.perf_counter) -> None:
        self._generations = generations
        self._clock = clock

    def run(self, generation_id: str, step: Step, work: Work, *, quick: bool = False) -> GenerationRow:
        """Do the step, unless it is done; its start is announced first, unless it is ``quick``.

        Raises:
            NotFound: there is no such generation.
            Cancelled: the generation has ended.
        """
        row = self._generations.get(generation_id)
        if step in row.finished_steps:
            return row
        refuse_ended(row)
        if not quick:
            row = self._generations.change(row, lambda fresh: _begin(fresh, step))
        began = self._clock()
        outcome = work(row)
        milliseconds = round((self._clock() - began) * 1000, 1)
        return self._generations.change(row, lambda fresh: _finish(fresh, step, outcome, milliseconds))


def _begin(row: GenerationRow, step: Step) -> Change | None:
    refuse_ended(row)
    if step in row.steps:
        return None
    return Change((_start(row, step),))


def _start(row: GenerationRow, step: Step) -> Event:
    row.steps[step.value] = {"started_at": rfc3339(now())}
    row.step = step.value
    if row.standing is Status.QUEUED:
        row.status = Status.RUNNING.value
    return _step_event(row, step, "started")


def _finish(row: GenerationRow, step: Step, outcome: Outcome, milliseconds: float) -> Change | None:
    if step in row.finished_steps:
        return None
    refuse_ended(row)
    events = [] if step in row.steps else [_start(row, step)]
    row.steps[step.value]["ms"] = milliseconds
    target = PrintTarget.model_validate(row.target)
    row.progress = progress(row.finished_steps, three_d=target.model_key is not None, by_rules=target.by_rules)
    row.files = _merged(row.files, outcome.files)
    for name, value in outcome.facts.items():
        setattr(row, name, value)
    events += [_step_event(row, step, "finished", ms=milliseconds), *outcome.events]
    return Change(tuple(events), outcome.book())


def _step_event(row: GenerationRow, step: Step, status: str, **more: float) -> Event:
    return Event(EventType.STEP, {"step": step.value, "status": status, "progress": float(row.progress)} | more)


def _merged(files: list[dict[str, Any]], added: tuple[StoredFile, ...]) -> list[dict[str, Any]]:
    by_name = {facts["name"]: facts for facts in files}
    by_name |= {file.name.value: asdict(file) for file in added}
    return list(by_name.values())
