"""What the sheets show: wishes drawn by the offline provider, real photographs with zones, products in 3D."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from local.demo.product import ProductOptions, product_of
from luneo.adapters.offline.provider import OfflineImages
from luneo.imaging.safe import open_image
from luneo.imaging.zones import PrintZone
from luneo.ports.images import ImageRequest
from luneo.settings import Stage
from luneo.styles import STYLES, enrich
from luneo.three_d import models

WISH: Final = "a fox under the moon"
SEED: Final = 11
_MARGIN: Final = 1.7
MODELS: Final[Mapping[str, Callable[[], bytes]]] = {name: getattr(models, name) for name in models.__all__}


@cache
def artwork(
    slug: str, size_px: tuple[int, int] = (768, 768), wish: str = WISH, seed: int = SEED, *, on_dark: bool = False
) -> Image.Image:
    """A wish in a style, as the offline provider draws it."""
    chosen = STYLES[slug]
    request = ImageRequest(
        prompt=wish,
        subject=wish,
        style=slug,
        negative="",
        palette=enrich(wish, chosen, on_dark=on_dark).palette,
        size_px=size_px,
        seed=seed,
        transparent=chosen.transparent,
        shopper_hash="gallery",
        idempotency_key=f"gallery-{slug}",
    )
    drawn = OfflineImages(Stage.LOCAL).generate(request, lambda _partial: None)
    return open_image(drawn.data, what="The drawing")


@dataclass(frozen=True, slots=True)
class Scene:
    """A photograph with the zone that is printed on; ``opaque`` ink has a white underbase, as patches have."""

    photo: Image.Image
    zone: PrintZone
    opaque: bool = False

    def close_up(self, picture: Image.Image) -> Image.Image:
        """The square around the zone, of a picture of the photograph's size."""
        across, down = zip(*self.zone.quad, strict=True)
        half = _MARGIN * max(max(across) - min(across), max(down) - min(down)) / 2
        x, y = (max(across) + min(across)) / 2, (max(down) + min(down)) / 2
        half = min(half, x, y, picture.width - x, picture.height - y)
        return picture.crop((round(x - half), round(y - half), round(x + half), round(y + half)))


@cache
def photographs() -> Mapping[str, Scene]:
    """Real photographs that scikit-image carries, each with a zone: a cup, a space suit, a brick wall."""
    from skimage import data

    cup = product_of(ProductOptions())
    suit = _enlarged(data.astronaut(), 2)
    wall = _enlarged(data.brick(), 2)
    return {
        "coffee()": Scene(open_image(cup.photo, what="The cup"), cup.zone),
        "astronaut()": Scene(
            suit,
            PrintZone("suit", ((150, 760), (310, 805), (300, 945), (130, 900)), (90.0, 80.0), curvature=0.25),
            opaque=True,
        ),
        "brick()": Scene(wall, PrintZone("wall", ((232, 252), (792, 232), (812, 792), (212, 792)), (900.0, 900.0))),
    }


def _enlarged(pixels: np.ndarray, factor: int) -> Image.Image:
    picture = Image.fromarray(pixels).convert("RGB")
    return picture.resize((picture.width * factor, picture.height * factor), Image.Resampling.LANCZOS)


@cache
def plates() -> Mapping[str, Scene]:
    """Boards of the four engraved materials, the wood from a photograph, each with a square zone in its middle."""
    side = 720
    square = ((110.0, 110.0), (610.0, 110.0), (610.0, 610.0), (110.0, 610.0))
    zone = PrintZone("plate", square, (80.0, 80.0))
    boards = {"wood": _wood(side), "steel": _steel(side), "glass": _glass(side), "leather": _leather(side)}
    return {name: Scene(board, zone) for name, board in boards.items()}


def _wood(side: int) -> Image.Image:
    """The table of scikit-image's coffee photograph, away from its shadows."""
    from skimage import data

    table = Image.fromarray(data.coffee()).crop((476, 6, 600, 130))
    return table.resize((side, side), Image.Resampling.LANCZOS)


def _lit(side: int, tones: np.ndarray, colour: tuple[int, int, int]) -> Image.Image:
    """Tones (0 to 2, 1 as is) of a colour under a light from the top left."""
    down, across = np.mgrid[0:side, 0:side] / side
    light = 1.12 - 0.24 * (down + across) / 2
    pixels = np.array(colour, np.float64) * (tones * light)[..., None]
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8), "RGB")


def _noise(side: int, seed: int, blur: tuple[float, float]) -> np.ndarray:
    """Grey noise of mean 0 and deviation 1, blurred across and down."""
    raw = np.random.default_rng(seed).normal(size=(side, side))
    picture = Image.fromarray((raw * 40 + 128).clip(0, 255).astype(np.uint8))
    soft = np.asarray(picture.filter(ImageFilter.BoxBlur(blur)), np.float64)
    spread: np.ndarray = (soft - soft.mean()) / soft.std()
    return spread


def _steel(side: int) -> Image.Image:
    return _lit(side, 1 + 0.035 * _noise(side, 3, (60, 0)), (186, 190, 196))


def _glass(side: int) -> Image.Image:
    down, across = np.mgrid[0:side, 0:side] / side
    reflection = np.exp(-(((across + 0.35 * down - 0.62) / 0.09) ** 2))
    return _lit(side, 0.95 + 0.16 * reflection, (88, 122, 128))


def _leather(side: int) -> Image.Image:
    cells = np.abs(_noise(side, 5, (5, 5))) * 0.07 + np.abs(_noise(side, 6, (2, 2))) * 0.04
    return _lit(side, 0.92 + cells, (122, 72, 42))


def webp(picture: Image.Image, quality: int = 82) -> bytes:
    """Encoded for the page."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=6)
    return buffer.getvalue()
