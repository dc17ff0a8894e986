"""What is asked for once and paid for once: the claim before a call, and its cost after it."""

import json
from typing import Any, Final

from luneo.generations.models import GenerationRow
from luneo.generations.outcome import refuse_ended
from luneo.generations.repository import Change, Decision
from luneo.generations.steps import Step
from luneo.media import keys
from luneo.media.files import MEDIA_TYPES
from luneo.metrics import Metric, measure
from luneo.ports.images import GeneratedImage
from luneo.ports.objects import ObjectStore
from luneo.providers.prices import cost_microdollars
from luneo.resources import Bucket
from luneo.storage import now

ANSWERS: Final = "answers"
COST: Final = "cost_microdollars"
ANSWER_MAX_BYTES: Final = 100_000
_CLAIMED: Final = "claimed"


def is_claimed(row: GenerationRow, step: Step) -> bool:
    """Whether an attempt at the step has asked for its picture, and did not learn that there is none."""
    return _CLAIMED in row.steps[step.value]


def claim(step: Step) -> Decision:
    """The decision to ask; whoever finds it without a picture does not ask again."""

    def decide(row: GenerationRow) -> Change:
        refuse_ended(row)
        row.steps[step.value][_CLAIMED] = True
        return Change()

    return decide


def release(step: Step) -> Decision:
    """The decision that another attempt may ask: it is certain that there is no picture."""

    def decide(row: GenerationRow) -> Change | None:
        if row.standing.is_final:
            return None
        row.steps[step.value].pop(_CLAIMED, None)
        return Change()

    return decide


def counted(answer: GeneratedImage) -> dict[str, Any]:
    """What an answer counts and costs, measured: ``usage`` and ``cost_microdollars``."""
    cost = cost_microdollars(answer.model, answer.usage, now().date())
    counters = {ANSWERS: 1} | answer.usage | ({} if cost is None else {COST: cost})
    for counter, count in counters.items():
        measure(Metric.PROVIDER_USAGE, count, provider=answer.provider, model=answer.model, counter=counter)
    return {"usage": answer.usage, COST: cost}


class AnswerNote:
    """What is known of an answer, kept beside its picture for an attempt that finds the picture there."""

    def __init__(self, store: ObjectStore, name: str) -> None:
        self._store = store
        self._name = name

    def write(self, row: GenerationRow, facts: dict[str, Any]) -> None:
        """Keep it."""
        data = json.dumps(facts, sort_keys=True).encode()
        self._store.put(Bucket.PRODUCTION, self._key(row), data, MEDIA_TYPES["json"])

    def read(self, row: GenerationRow) -> dict[str, Any]:
        """What was kept.

        Raises:
            ObjectMissing: nothing was.
        """
        return dict(json.loads(self._store.get(Bucket.PRODUCTION, self._key(row), max_bytes=ANSWER_MAX_BYTES)))

    def _key(self, row: GenerationRow) -> str:
        return keys.production_key(row.tenant_id, row.generation_id, self._name)
