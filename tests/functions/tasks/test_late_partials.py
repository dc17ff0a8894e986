"""Partial pictures that come when nobody waits for them any more."""

from collections.abc import Callable

from luneo.adapters.s3 import S3Store
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Change, Generations
from luneo.generations.steps import Step
from luneo.pipeline.picturing import Picturing
from luneo.ports.images import GeneratedImage, ImageRequest, Partial
from luneo.progress.events import EventLog
from luneo.progress.schemas import EventType
from luneo.provenance.facts import MADE_BY_MODEL
from luneo.provenance.verify import verify
from luneo.resources import Bucket
from tests import factories
from tests.fakes.images import picture
from tests.functions.ai.conftest import MakeRow, generation
from tests.stack import Stack

__all__ = ["generation"]
STEP = Step.GENERATE_IMAGE.value


class SlowTwin:
    """Draws drafts out of order, and one more after another attempt has finished the step."""

    def __init__(self, finish: Callable[[], None]) -> None:
        self.finish = finish

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        for index in (1, 0, 2):
            on_partial(Partial(index, picture(), "image/png"))
        self.finish()
        on_partial(Partial(3, picture(), "image/png"))
        return GeneratedImage(picture(), "image/png", "fake", "fake-1", request.seed, {"pictures": 1})


def test_drafts_say_that_a_model_made_them_and_late_ones_are_not_told(cloud: Stack, generation: MakeRow):
    enriched = {"text": "a fox", "negative": "", "palette": []}
    caller = factories.shopper()
    row = generation(caller, steps={STEP: {"started_at": "2026-01-01T00:00:00.000Z"}}, enriched=enriched)
    generations = Generations(caller.tenant)

    def finished(fresh: GenerationRow) -> Change:
        fresh.steps[STEP]["ms"] = 1.0
        return Change()

    def finish() -> None:
        generations.change(generations.get(row.generation_id), finished)

    with cloud.everything():
        Picturing(generations, SlowTwin(finish), S3Store()).work(row)
        told = EventLog(caller.tenant).after(row.generation_id, 0)
        shown = S3Store().get(Bucket.MEDIA, str((row.partial or {})["key"]), max_bytes=100_000)

    assert [event.data["index"] for event in told if event.type is EventType.PARTIAL] == [1, 2]
    assert verify(shown).source_type == MADE_BY_MODEL
