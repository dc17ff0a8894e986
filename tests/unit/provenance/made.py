import hashlib
import io
from datetime import UTC, datetime

import numpy as np
from PIL import Image

from luneo.adapters.signing import root_for_tests, signer_for_tests
from luneo.provenance import Origin
from luneo.provenance.credentials import seal
from luneo.provenance.sidecar import sidecar
from luneo.settings import Stage

SIGNER = signer_for_tests(Stage.LOCAL)
ROOT = root_for_tests()
ORIGIN = Origin(
    name="preview.png",
    generation_id="gen_1",
    created_at=datetime(2026, 11, 24, 9, 30, 15, 250, tzinfo=UTC),
    provider="offline",
    model="procedural",
    step="c2pa.edited",
    step_is="The picture was laid on the product.",
    composite=True,
)
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF")


def picture(kind, side=16):
    pixels = np.random.default_rng(3).integers(0, 255, (side, side, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


def sealed(kind):
    return seal(picture(kind), ORIGIN, SIGNER)


def beside(data, signer=SIGNER, origin=ORIGIN):
    return sidecar(hashlib.sha256(data).hexdigest(), len(data), origin, signer)
