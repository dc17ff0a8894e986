"""The drawing board of the offline engine: motifs in their places, rasterised; colours; noise. Arrays are 0 to 1."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from luneo.adapters.offline.creatures import CREATURES
from luneo.adapters.offline.shapes import Motif, Role, Shape
from luneo.adapters.offline.things import THINGS

Grid = NDArray[np.floating[Any]]
MOTIFS: Final[Mapping[str, Motif]] = {**CREATURES, **THINGS}
_FILLS: Final = tuple(role for role in Role if role is not Role.LINE)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one motif stands: centre and half the room it has, in pixels; a companion stands small before it."""

    motif: str
    x: float
    y: float
    r: float
    companion: str = ""

    def placed(self) -> tuple[tuple[str, float, float, float], ...]:
        """What to draw: motif, centre and share of the room."""
        if not self.companion:
            return ((self.motif, self.x, self.y, 1.0),)
        near = self.r * 0.36
        return (
            (self.motif, self.x - near * 0.34, self.y - near * 0.30, 0.84),
            (self.companion, self.x + near, self.y + near, 0.52),
        )


@dataclass(frozen=True)
class Colours:
    """What a style paints with, ``#rrggbb``: behind everything, ink, the motif's three colours, and light."""

    ground: str
    ink: str
    main: str
    second: str
    third: str
    light: str

    def of(self, **changed: str) -> dict[Role, str]:
        """A colour for every role; a keyword (``line="#fff"``) changes one."""
        usual = {
            Role.BODY: self.main,
            Role.SECOND: self.second,
            Role.THIRD: self.third,
            Role.LIGHT: self.light,
            Role.DARK: self.ink,
            Role.LINE: self.ink,
        }
        return usual | {Role(name): colour for name, colour in changed.items()}


@dataclass
class Board:
    """One picture being made: its size in pixels, the motifs' places, the colours and the dice."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    colours: Colours
    dice: np.random.Generator

    @property
    def unit(self) -> float:
        """A thousandth of the room a motif has; what strokes and grains are measured in."""
        return self.spots[0].r * 2 / 1000

    @property
    def cell(self) -> tuple[float, float]:
        """The part of the board, in pixels (width, height), that belongs to each motif."""
        count = len(self.spots)
        wide = self.width >= self.height
        return (self.width / count, self.height) if wide else (self.width, self.height / count)

    @cached_property
    def grid(self) -> tuple[Grid, Grid]:
        """The pixel centres (x, y)."""
        x, y = np.meshgrid(np.arange(self.width), np.arange(self.height))
        return x.astype(np.float32) + 0.5, y.astype(np.float32) + 0.5

    def raster(self, drawing: str) -> Grid:
        """SVG elements in pixel coordinates as straight RGBA."""
        document = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}">{drawing}</svg>'
        )
        pixels = pyvips.Image.svgload_buffer(document.encode()).numpy()
        shades: Grid = pixels.astype(np.float32) * np.float32(1 / 255)
        return shades

    def mask(self, drawing: str) -> Grid:
        """The coverage of SVG elements."""
        return self.raster(drawing)[..., 3]

    def motifs(
        self,
        paint: Mapping[Role, str],
        *,
        scale: float = 0.8,
        outline: str = "",
        stroke: float = 2.2,
        roles: Iterable[Role] = tuple(Role),
        grow: float = 0,
    ) -> str:
        """Every motif in its place as SVG.

        ``scale`` is the part of the room it fills, ``outline`` the colour around every shape, ``stroke`` its width and
        that of the lines in hundredths of the motif, ``grow`` makes every shape larger by a stroke of its own colour.
        """
        wanted = frozenset(roles)
        return "".join(
            self._motif(at, paint, scale * spot.r, outline, stroke, wanted, grow)
            for spot in self.spots
            for at in spot.placed()
        )

    def _motif(
        self,
        at: tuple[str, float, float, float],
        paint: Mapping[Role, str],
        reach: float,
        outline: str,
        stroke: float,
        roles: frozenset[Role],
        grow: float,
    ) -> str:
        motif, x, y, share = at
        size = 2 * reach * share / 100
        place = f"translate({x - 50 * size:.3f} {y - 50 * size:.3f}) scale({size:.5f})"
        drawn = "".join(
            _element(shape, paint[shape.role], outline, stroke, grow) for shape in MOTIFS[motif] if shape.role in roles
        )
        return f'<g transform="{place}" stroke-linejoin="round" stroke-linecap="round">{drawn}</g>'

    def outline_mask(self, *, scale: float = 0.8, grow: float = 0) -> Grid:
        """The motifs' silhouette, all fills joined, larger by ``grow`` hundredths of the motif."""
        white = dict.fromkeys(Role, "#fff")
        return self.mask(self.motifs(white, scale=scale, roles=_FILLS, grow=grow))

    def noise(self, cell: float, octaves: int = 1) -> Grid:
        """Smooth noise around 0.5 whose grains are about ``cell`` pixels wide."""
        total = np.zeros((self.height, self.width), np.float32)
        weight = 0.0
        for octave in range(octaves):
            grain = max(cell / 2**octave, 1.0)
            columns, rows = int(self.width / grain) + 2, int(self.height / grain) + 2
            small = Image.fromarray(self.dice.random((rows, columns), np.float32))
            share = 0.5**octave
            total += share * np.asarray(small.resize((self.width, self.height), Image.Resampling.BICUBIC), np.float32)
            weight += share
        return total / np.float32(weight)

    def displaced(self, layer: Grid, dx: Grid, dy: Grid) -> Grid:
        """The layer with every pixel fetched from (dx, dy) pixels away."""
        x, y = self.grid
        index = np.ascontiguousarray(np.stack([x + dx - 0.5, y + dy - 0.5], -1).astype(np.float32))
        bands = 1 if layer.ndim == 2 else layer.shape[2]  # noqa: PLR2004 - rows and columns
        solid = np.ascontiguousarray(layer, np.float32)
        source = pyvips.Image.new_from_memory(solid.data, self.width, self.height, bands, "float")
        where = pyvips.Image.new_from_memory(index.data, self.width, self.height, 2, "float")
        moved: Grid = source.mapim(where, extend="copy").numpy()
        return moved


def _element(shape: Shape, colour: str, outline: str, stroke: float, grow: float) -> str:
    if shape.role is Role.LINE:
        style = f'fill="none" stroke="{colour}" stroke-width="{stroke:.2f}"'
    elif outline:
        style = f'fill="{colour}" stroke="{outline}" stroke-width="{stroke:.2f}"'
    elif grow:
        style = f'fill="{colour}" stroke="{colour}" stroke-width="{2 * grow:.2f}"'
    else:
        style = f'fill="{colour}"'
    twin = f'<path d="{shape.d}" {style} transform="matrix(-1 0 0 1 100 0)"/>' if shape.mirror else ""
    return f'<path d="{shape.d}" {style}/>{twin}'


def rgb(colour: str) -> Grid:
    """``#rrggbb`` as three numbers."""
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)], np.float32)


def hexed(colour: Grid) -> str:
    """Three numbers as ``#rrggbb``."""
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in np.clip(colour, 0, 1))


def mix(first: str, other: str, share: float) -> str:
    """``share`` of the other colour in the first."""
    return hexed(rgb(first) * (1 - share) + rgb(other) * share)


def luminance(colour: str) -> float:
    """How light a colour looks, 0 to 1."""
    return float(rgb(colour) @ np.array([0.2126, 0.7152, 0.0722], np.float32))


def blurred(layer: Grid, radius: float) -> Grid:
    """Gaussian blur of one channel in 0 to 1, by eight bits where they are enough: large radii of soft things."""
    image = Image.fromarray((layer.clip(0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32) * np.float32(1 / 255)


def over(ground: Grid, colour: Grid | str, alpha: Grid) -> Grid:
    """A colour, or a picture of three channels, laid over the ground with an alpha."""
    top = rgb(colour) if isinstance(colour, str) else colour
    laid: Grid = ground + (top - ground) * alpha[..., None]
    return laid


def relief(height: Grid, strength: float) -> Grid:
    """Light from the top left over a height field, around 0."""
    down, across = np.gradient(height)
    slope: Grid = (np.asarray(down) + np.asarray(across)) * np.float32(strength)
    return slope.clip(-1, 1)


def opaque(colours: Grid) -> Grid:
    """RGBA of an opaque picture."""
    return np.concatenate([colours, np.ones((*colours.shape[:2], 1), np.float32)], -1)


def with_alpha(colours: Grid, alpha: Grid) -> Grid:
    """RGBA of a picture with its alpha."""
    return np.concatenate([np.broadcast_to(colours, (*alpha.shape, 3)), alpha[..., None]], -1).astype(np.float32)


def stacked(below: Grid, above: Grid) -> Grid:
    """One straight RGBA picture over another."""
    alpha = above[..., 3:] + below[..., 3:] * (1 - above[..., 3:])
    colours = above[..., :3] * above[..., 3:] + below[..., :3] * below[..., 3:] * (1 - above[..., 3:])
    return np.concatenate([colours / np.maximum(alpha, 1e-4), alpha], -1).astype(np.float32)
