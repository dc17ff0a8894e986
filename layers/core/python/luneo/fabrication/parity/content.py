"""What a print PDF's page paints, in its order: pictures placed, and paths filled in one colour."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf
from PIL import Image

from luneo.fabrication.parity.production import refuse

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SVG: Final = {"m": "M", "l": "L", "c": "C", "h": "Z"}
_FILLS: Final = {"f": "nonzero", "F": "nonzero", "f*": "evenodd"}
_UNUSED: Final = {"INLINE IMAGE", "sh", "Tj", "TJ", "B", "B*", "b", "b*", "re", "v", "y", "W", "W*", "gs"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture by its name, and the matrix from its unit square to points."""

    name: str
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Filled:
    """A path in points, as SVG writes it, with the rule that fills it and its colour in the named space."""

    path: str
    rule: str
    space: str
    levels: tuple[float, ...]


def painted(page: Any) -> list[Shown | Filled]:
    """Everything that the page paints.

    Strokes are crop marks and cutting lines; they lie outside the artwork or are no ink.

    Raises:
        UnreadablePrint: it paints with what none of ours does.
    """
    return list(_Page().read(page))


def drawn_fill(fill: Filled, colour: Image.Image, trim: list[float], size_px: tuple[int, int]) -> Image.Image:
    """The part of a filled path within the trim, at that size, in the colour of a one-pixel sRGB picture."""
    import pyvips

    across, down = size_px[0] / (trim[2] - trim[0]), size_px[1] / (trim[3] - trim[1])
    document = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px[0]}" height="{size_px[1]}"><path d="{fill.path}" '
        f'fill-rule="{fill.rule}" transform="matrix({across} 0 0 {-down} {-trim[0] * across} {trim[3] * down})"/></svg>'
    )
    alpha = pyvips.Image.svgload_buffer(document.encode())[3]
    drawn = colour.resize(size_px, Image.Resampling.NEAREST)
    drawn.putalpha(Image.frombytes("L", size_px, alpha.write_to_memory()))
    return drawn


@dataclass(slots=True)
class _Page:
    """A reader's state: the matrix and fill colour that are current, those saved, and the path under way."""

    matrix: Matrix = _IDENTITY
    space: str = ""
    levels: tuple[float, ...] = ()
    saved: list[tuple[Matrix, str, tuple[float, ...]]] = field(default_factory=list)
    path: list[str] = field(default_factory=list)

    def read(self, page: Any) -> Iterator[Shown | Filled]:
        for step in pikepdf.parse_content_stream(page):
            operands: Any = step.operands
            name = str(step.operator)
            if name == "Do":
                yield Shown(str(operands[0]), self.matrix)
            elif name in _FILLS:
                yield Filled(" ".join(self.path), _FILLS[name], self.space, self.levels)
                self.path.clear()
            else:
                self._follow(name, operands)

    def _follow(self, name: str, operands: Any) -> None:
        match name:
            case "q":
                self.saved.append((self.matrix, self.space, self.levels))
            case "Q":
                self.matrix, self.space, self.levels = self.saved.pop()
            case "cm":
                self.matrix = _product(tuple(float(each) for each in operands), self.matrix)
            case "cs":
                self.space = str(operands[0])
            case "sc" | "scn":
                self.levels = tuple(float(each) for each in operands)
            case "S" | "s" | "n":
                self.path.clear()
            case _ if name in _SVG:
                self.path.append(_SVG[name] + self._points([float(each) for each in operands]))
            case _ if name in _UNUSED:
                refuse(f"The PDF paints with {name}; a print of ours holds pictures and filled paths only.")

    def _points(self, numbers: list[float]) -> str:
        a, b, c, d, e, f = self.matrix
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return " ".join(f"{a * x + c * y + e:.5f},{b * x + d * y + f:.5f}" for x, y in pairs)


def _product(first: Any, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
