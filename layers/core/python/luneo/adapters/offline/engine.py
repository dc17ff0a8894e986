"""The procedural image engine: a wish, a style, a palette and a seed become artwork, the same bytes every time."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from luneo.adapters.offline import flats, inks, metals, paints
from luneo.adapters.offline.canvas import Board, Grid, Spot
from luneo.adapters.offline.colouring import colours_for
from luneo.adapters.offline.lettering import letter
from luneo.adapters.offline.triggers import without_triggers
from luneo.adapters.offline.words import Wish, read

MAX_SIDE_PX: Final = 4096
MIN_SIDE_PX: Final = 64
MODEL: Final = "luneo-procedural-1"
TECHNIQUES: Final[Mapping[str, Callable[[Board], Grid]]] = {
    "woodcut": inks.woodcut,
    "watercolour": paints.watercolour,
    "line-art": inks.line_art,
    "geometric": flats.geometric,
    "floral": paints.floral,
    "mandala": inks.mandala,
    "pop-art": flats.pop_art,
    "retro-sunset": flats.retro_sunset,
    "gold-foil": metals.gold_foil,
    "art-deco": metals.art_deco,
    "stained-glass": metals.stained_glass,
    "pixel-art": flats.pixel_art,
    "ukiyo-e": paints.ukiyo_e,
    "silhouette": inks.silhouette,
    "engraving": inks.engraving,
    "embroidery": flats.embroidery,
    "paper-cut": paints.paper_cut,
    "neon": metals.neon,
}
_FALLBACK: Final = "rosette"
_AROUND_TEXT: Final = "medallion"
_MOST_SPOTS: Final = 5
_COARSENESS: Final = (1 / 24, 1 / 55, 1 / 160)


@dataclass(frozen=True, slots=True)
class Step:
    """One picture on the way: ``index`` counts partials from 0; ``final`` marks the last. Mode RGBA."""

    image: Image.Image
    index: int
    final: bool


def draw(
    prompt: str, style: str, palette: tuple[str, ...], seed: int, size_px: tuple[int, int], *, partials: int = 3
) -> Iterator[Step]:
    """Up to three coarse pictures, then the artwork, of mode RGBA and exactly ``size_px`` (width, height).

    ``prompt`` is the shopper's own wish, in English or French; ``style`` a slug of :mod:`luneo.styles` and ``palette``
    its colours, which colour words in the wish override. The same arguments give the same pixels. Raises
    ``ValueError`` for a size beyond ``MAX_SIDE_PX`` or an unknown style, which callers have checked.
    """
    if not all(MIN_SIDE_PX <= side <= MAX_SIDE_PX for side in size_px):
        raise ValueError(size_px)
    if style not in TECHNIQUES:
        raise ValueError(style)
    artwork = paint(without_triggers(prompt), style, palette, seed, size_px)
    wanted = _COARSENESS[: max(0, min(partials, len(_COARSENESS)))]
    for index, coarseness in enumerate(wanted):
        yield Step(_coarse(artwork, coarseness), index, final=False)
    yield Step(artwork, len(wanted), final=True)


def paint(prompt: str, style: str, palette: tuple[str, ...], seed: int, size_px: tuple[int, int]) -> Image.Image:
    """The finished artwork alone; see :func:`draw`."""
    wish = read(prompt)
    dice = _dice(prompt, style, palette, seed, size_px)
    colours = colours_for(style, palette, wish)
    board = Board(*size_px, _spots(wish, size_px), colours, dice)
    picture = TECHNIQUES[style](board)
    pixels = (picture.clip(0, 1) * 255).round().astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(pixels), "RGBA")
    return letter(image, wish.text, board, central=not wish.motifs) if wish.text else image


def _dice(*facts: object) -> np.random.Generator:
    digest = hashlib.sha256("\x1f".join(map(repr, facts)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def _spots(wish: Wish, size_px: tuple[int, int]) -> tuple[Spot, ...]:
    """One motif in the middle, or a frieze of them along a long side."""
    width, height = size_px
    motifs = wish.motifs or (_AROUND_TEXT if wish.text else _FALLBACK,)
    room = min(width, height)
    count = max(1, min(_MOST_SPOTS, round(max(width, height) / room)))
    if count == 1:
        return (Spot(motifs[0], width / 2, height / 2, room / 2, "".join(motifs[1:2])),)
    step = max(width, height) / count
    centres = [(index + 0.5) * step for index in range(count)]
    named = [motifs[index % len(motifs)] for index in range(count)]
    if width >= height:
        return tuple(Spot(name, at, height / 2, room / 2) for name, at in zip(named, centres, strict=True))
    return tuple(Spot(name, width / 2, at, room / 2) for name, at in zip(named, centres, strict=True))


def _coarse(artwork: Image.Image, coarseness: float) -> Image.Image:
    radius = min(artwork.size) * coarseness
    return artwork.convert("RGBa").filter(ImageFilter.GaussianBlur(radius)).convert("RGBA")


__all__ = ["MAX_SIDE_PX", "MODEL", "TECHNIQUES", "Step", "draw", "paint"]
