"""The task that has an artwork made finer: Bedrock's own client on a stub, the offline provider, and nobody."""

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import ANY, Stubber
from PIL import Image

from functions.tasks.add_detail import handler as add_detail
from luneo.adapters.bedrock import provider
from luneo.adapters.s3 import S3Store
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Generations
from luneo.generations.steps import Step
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from luneo.media.files import FileName
from luneo.media.keys import production_key
from luneo.pipeline.detailing import ANSWER_NAME, CHANGED
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import OutcomeUnknown, ProviderMisconfigured, ProviderRejected, ProviderThrottled
from luneo.ports.images import ProviderUnavailable as Unavailable
from luneo.progress.events import EventLog
from luneo.progress.schemas import EventType
from luneo.providers.models import GateRow
from luneo.resources import Bucket, Model
from luneo.schema import rfc3339
from luneo.settings import BEDROCK, IMAGE_PROVIDER, OFFLINE, OPENAI
from luneo.storage import now
from tests import factories
from tests.fakes.images import SIZE, enlarged, picture
from tests.fakes.products import target
from tests.stack import Stack

NATIVE_DPI = 84.0
FINER = (SIZE[0] * 4, SIZE[1] * 4)


class Bench:
    """A shown design whose artwork is too coarse, and Bedrock's answers in their order."""

    def __init__(self, cloud: Stack, tenant: TenantContext, stubber: Stubber) -> None:
        self.cloud, self.tenant, self._stubber = cloud, tenant, stubber
        self.generation_id = self.stored()

    def stored(self, artwork: bytes = picture(), size_px: tuple[int, int] = SIZE) -> str:
        moment, generation_id = now(), new_id(Prefix.GENERATION)
        row = GenerationRow(
            self.tenant.partition,
            generation_id,
            tenant_id=self.tenant.tenant_id,
            status="previewed",
            subject="shp_1",
            product_id=new_id(Prefix.PRODUCT),
            target=target(size_mm=(92.0, 68.0)).model_dump(mode="json"),
            style="woodcut",
            seed=1,
            credits=1,
            prompt="a fox",
            picture={"size_px": list(size_px), "native_dpi": NATIVE_DPI, "wants_detail": True},
            listed=f"{rfc3339(moment)}#{generation_id}",
            created_at=moment,
            updated_at=moment,
        )
        with self.cloud.everything():
            row.files = [asdict(Shelf(S3Store()).put(row, FileName.ARTWORK, artwork, size_px=size_px))]
            row.save()
        return generation_id

    def answers(self, image: bytes | None = None, **facts: Any) -> None:
        text = base64.b64encode(enlarged(picture()) if image is None else image).decode()
        document = {"seeds": [], "finish_reasons": [None], "images": [text]} | facts
        self._stubber.add_response(
            "invoke_model",
            {"body": io.BytesIO(json.dumps(document).encode()), "contentType": "application/json"},
            {"modelId": self.cloud.names[Model.UPSCALING.env], "body": ANY, "contentType": ANY, "accept": ANY},
        )

    def refuses(self, code: str, status: int) -> None:
        self._stubber.add_client_error("invoke_model", code, http_status_code=status)

    def run(self, order: str = BEDROCK) -> dict[str, Any]:
        """One attempt; what the row says of it."""
        message = {"tenant_id": self.tenant.tenant_id, "generation_id": self.generation_id, "correlation_id": "1"}
        self.cloud.invoke(add_detail, message, **{IMAGE_PROVIDER: order})
        self._stubber.assert_no_pending_responses()
        return self.row().picture["detail"]

    def fails(self, error: type[Exception]) -> None:
        with pytest.raises(error):
            self.run()
        assert "detail" not in self.row().picture

    def row(self) -> GenerationRow:
        with self.cloud.everything():
            return Generations(self.tenant).get(self.generation_id)

    def ends_without(self, reason: str, order: str = BEDROCK) -> None:
        """The step is done, another attempt asks nobody, and no file claims detail."""
        detail = self.run(order)
        assert (detail["added"], detail["reason"]) == (False, reason)
        assert self.run(order) == detail
        row = self.row()
        assert Step.ADD_DETAIL in row.finished_steps
        assert [facts["name"] for facts in row.files] == [FileName.ARTWORK]


@pytest.fixture
def bench(cloud: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr("luneo.fabrication.resolution.LARGEST_PRINT_PX", 480 * 360)
    client = provider.connect(timeout_s=5)
    monkeypatch.setattr(provider, "connect", lambda timeout_s: client)
    with Stubber(client) as stubber:
        yield Bench(cloud, factories.tenant(), stubber)


def test_bedrock_makes_it_finer_and_its_clear_ground_stays_clear(bench: Bench):
    bench.answers()

    detail = bench.run()

    assert detail == {
        "added": True,
        "provider": BEDROCK,
        "model": bench.cloud.names[Model.UPSCALING.env],
        "dpi": NATIVE_DPI * 4,
        "usage": {"pictures": 1},
        "cost_microdollars": None,
    }
    with bench.cloud.everything():
        finer = Image.open(io.BytesIO(Shelf(S3Store()).file(bench.row(), FileName.DETAILED)))
    assert (finer.size, finer.getpixel((0, 0))[3], finer.getpixel((640, 480))[3]) == (FINER, 0, 255)
    assert bench.run() == detail, "another attempt changes nothing and asks nobody"


def test_the_offline_provider_makes_it_twice_as_fine(bench: Bench):
    detail = bench.run(OFFLINE)

    assert (detail["added"], detail["provider"], detail["dpi"]) == (True, OFFLINE, NATIVE_DPI * 2)


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [("ThrottlingException", 429, ProviderThrottled), ("InternalServerException", 500, Unavailable)],
)
def test_a_busy_or_broken_provider_is_asked_again(bench: Bench, code: str, status: int, error: type[Exception]):
    bench.refuses(code, status)
    bench.fails(error)
    with bench.cloud.everything():
        # The pause that a busy provider is granted is not what is looked at here.
        GateRow(BEDROCK).delete()

    bench.answers()
    assert bench.run()["added"] is True


@pytest.mark.parametrize("facts", [{"images": []}, {"image": b"no picture"}], ids=["200 without image", "no picture"])
def test_an_answer_without_a_picture_is_asked_for_again(bench: Bench, facts: dict[str, Any]):
    bench.answers(**facts)
    bench.fails(Unavailable)

    bench.answers()
    assert bench.run()["added"] is True


def test_a_rejected_picture_stays_as_it_is(bench: Bench):
    bench.answers(finish_reasons=["Filter reason: input image"])
    bench.ends_without(ProviderRejected.slug)


def test_a_hang_is_given_up_and_not_paid_for_twice(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    class Silent:
        def invoke_model(self, **_call: object) -> dict[str, Any]:
            raise ReadTimeoutError(endpoint_url="https://bedrock.test")

    monkeypatch.setattr(provider, "connect", lambda timeout_s: Silent())
    bench.ends_without(OutcomeUnknown.slug)


def test_an_attempt_that_died_while_it_waited_is_not_made_up_for(bench: Bench):
    _claimed(bench)
    bench.ends_without(OutcomeUnknown.slug)


def test_a_finer_picture_that_a_lost_attempt_left_is_used(bench: Bench):
    _claimed(bench)
    facts = {"added": True, "provider": BEDROCK, "model": "m", "dpi": 336.0}
    with bench.cloud.everything():
        for name, data in ((ANSWER_NAME, json.dumps(facts).encode()), (FileName.DETAILED, enlarged(picture()))):
            key = production_key(bench.tenant.tenant_id, bench.generation_id, name)
            S3Store().put(Bucket.PRODUCTION, key, data, "application/octet-stream")

    assert bench.run() == facts
    assert FileName.DETAILED in {stored["name"] for stored in bench.row().files}


def _claimed(bench: Bench) -> None:
    row = bench.row()
    row.steps = {Step.ADD_DETAIL.value: {"started_at": rfc3339(now()), "claimed": True}}
    with bench.cloud.everything():
        row.save()


def test_another_picture_is_not_taken_for_a_finer_one(bench: Bench):
    other = io.BytesIO()
    Image.new("RGB", FINER, (200, 30, 30)).save(other, "PNG")
    bench.answers(other.getvalue())
    bench.ends_without(CHANGED)


def test_a_mirrored_picture_is_not_taken_either(bench: Bench):
    with Image.open(io.BytesIO(enlarged(picture()))) as finer:
        other = io.BytesIO()
        finer.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(other, "PNG")
    bench.answers(other.getvalue())
    bench.ends_without(CHANGED)


def test_a_picture_larger_than_the_provider_takes_is_not_sent(bench: Bench):
    bench.generation_id = bench.stored(enlarged(picture()), FINER)
    bench.ends_without(ProviderMisconfigured.slug)


def test_where_no_provider_can_the_answer_says_so(bench: Bench):
    bench.ends_without(ProviderMisconfigured.slug, OPENAI)


def test_progress_tells_of_the_step(bench: Bench):
    bench.answers()
    bench.run()
    with bench.cloud.everything():
        told = EventLog(bench.tenant).after(bench.generation_id, 0)
    assert [(event.type, event.data["status"]) for event in told] == [
        (EventType.STEP, "started"),
        (EventType.STEP, "finished"),
    ]
