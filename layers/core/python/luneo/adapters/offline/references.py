"""The colours of reference pictures, as a palette: what a procedural engine can take after them."""

import io
from collections.abc import Sequence

from PIL import Image

COLOURS = 5
_SIDE_PX = 96
_LEAST_SHARE = 0.02


def palette_of(pictures: Sequence[bytes]) -> tuple[str, ...]:
    """The main colours of PNGs of ours, ``#rrggbb``, the commonest first; none of no pictures."""
    if not pictures:
        return ()
    board = Image.new("RGB", (_SIDE_PX, _SIDE_PX * len(pictures)))
    for at, data in enumerate(pictures):
        board.paste(_shown(data), (0, at * _SIDE_PX))
    few = board.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    counted = sorted(few.getcolors() or [], reverse=True)
    enough = _LEAST_SHARE * board.width * board.height
    table = bytes(few.getpalette("RGB") or [])
    places = [int(str(place)) for count, place in counted if count >= enough]
    return tuple(f"#{table[3 * place : 3 * place + 3].hex()}" for place in places)


def _shown(data: bytes) -> Image.Image:
    """The picture on white, as a page shows it."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
        picture = opened.convert("RGBA").resize((_SIDE_PX, _SIDE_PX), Image.Resampling.BOX)
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
