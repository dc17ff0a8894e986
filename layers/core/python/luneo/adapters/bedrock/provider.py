"""Images from Stability's models on Amazon Bedrock: whole answers, no partial pictures, no transparent ground.

Facts about requests and answers: the Bedrock user guide, "Stable Image Core" and "Stability AI Image Services".
"""

import base64
import json
from collections.abc import Callable
from typing import Any, ClassVar, Final

from luneo import aws
from luneo.adapters.bedrock.failures import translated
from luneo.imaging.masks import black_and_white
from luneo.ports.images import (
    Capabilities,
    Capability,
    Edit,
    GeneratedImage,
    ImageRequest,
    Partial,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderUnavailable,
    Sizes,
)
from luneo.providers.abilities import ABILITIES
from luneo.settings import BEDROCK, BEDROCK_REGION

RATIOS: Final = ((16, 9), (1, 1), (21, 9), (2, 3), (3, 2), (4, 5), (5, 4), (9, 16), (9, 21))
MAX_SEED = 4_294_967_294
OUTPUT_FORMAT = "png"
ENLARGES_PX: Final = 1_048_576
"""The fast upscaler takes a megapixel."""
_FILTERED = "Filter reason"


def connect(*, timeout_s: float) -> Any:
    """A client that asks once: Step Functions asks again, behind a claim, so that no picture is paid for twice."""
    return aws.client("bedrock-runtime", region=BEDROCK_REGION, attempts=1, read_timeout=timeout_s)


class BedrockImages:
    """``InvokeModel`` of the Stability models; their ids are configuration, since models retire.

    Those that the function is not granted are left out.
    """

    name: ClassVar[str] = BEDROCK

    def __init__(self, client: Any, *, model: str = "", edit_model: str = "", upscale_model: str = "") -> None:
        self._client = client
        self._model = model
        self._edit_model = edit_model
        self._upscale_model = upscale_model

    @property
    def capabilities(self) -> Capabilities:
        """What its models can do."""
        models = {Capability.EDIT: self._edit_model, Capability.UPSCALE: self._upscale_model}
        can = ABILITIES[BEDROCK].difference(capability for capability, model in models.items() if not model)
        sizes = Sizes(step_px=1, max_ratio=max(wide / high for wide, high in RATIOS))
        return Capabilities(can, sizes, enlarges_px=ENLARGES_PX)

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:  # noqa: ARG002
        """Make one picture; see :class:`luneo.ports.images.ImageMaker` for what it raises. There are no partials."""
        body = _wording(request) | {"seed": request.seed % (MAX_SEED + 1), "output_format": OUTPUT_FORMAT}
        if request.edit:
            return self._invoke(self._edit_model, body | _inputs(request.edit))
        return self._invoke(self._model, body | {"aspect_ratio": ratio_text(request.size_px)})

    def upscale(self, image: bytes, size_px: tuple[int, int]) -> GeneratedImage:  # noqa: ARG002 - the port's signature
        """The picture four times as large a side: from a PNG of at most :data:`ENLARGES_PX`."""
        return self._invoke(self._upscale_model, {"image": _text(image), "output_format": OUTPUT_FORMAT})

    def _invoke(self, model: str, body: dict[str, Any]) -> GeneratedImage:
        if not model:
            raise ProviderMisconfigured("No Bedrock model is configured for this.")
        with translated():
            answer = self._client.invoke_model(
                modelId=model, body=json.dumps(body), contentType="application/json", accept="application/json"
            )
            content = answer["body"].read()
        return self._finished(model, content)

    def _finished(self, model: str, content: bytes) -> GeneratedImage:
        answer = _document(content)
        _refuse_unfinished(answer.get("finish_reasons") or [])
        seeds = answer.get("seeds") or [None]
        return GeneratedImage(
            data=_picture(answer.get("images") or []),
            media_type=f"image/{OUTPUT_FORMAT}",
            provider=self.name,
            model=model,
            seed=None if seeds[0] is None else int(seeds[0]),
            usage={"pictures": 1},
        )


def _refuse_unfinished(reasons: list[str | None]) -> None:
    """A refusal comes with HTTP 200 and says so here only."""
    for reason in filter(None, reasons):
        if reason.startswith(_FILTERED):
            raise ProviderRejected("The image provider does not make this picture. Describe something else.")
        raise ProviderUnavailable("The image provider failed while making the picture. It is tried again shortly.")


def _wording(request: ImageRequest) -> dict[str, str]:
    colours = f"\nColours: {', '.join(request.palette)}." if request.palette else ""
    negative = {"negative_prompt": request.negative} if request.negative else {}
    return {"prompt": request.prompt + colours} | negative


def _inputs(edit: Edit) -> dict[str, str]:
    mask = {"mask": _text(black_and_white(edit.mask))} if edit.mask else {}
    return {"image": _text(edit.image)} | mask


def ratio_text(size_px: tuple[int, int]) -> str:
    """``2:3``: of the ratios that exist, the nearest to the size's own; near means by a factor."""
    wanted = size_px[0] / size_px[1]
    width, height = min(RATIOS, key=lambda ratio: max(ratio[0] / ratio[1] / wanted, wanted * ratio[1] / ratio[0]))
    return f"{width}:{height}"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _document(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise ProviderUnavailable("The image provider's answer cannot be read.")
    return answer


def _picture(images: list[str]) -> bytes:
    if not images or not images[0]:
        raise ProviderUnavailable("The image provider answered without a picture.")
    try:
        return base64.b64decode(images[0], validate=True)
    except ValueError as error:
        raise ProviderUnavailable("The image provider's picture cannot be read.") from error
