"""Outlines for tools and what can go wrong with them: in the drawing before it is traced, or in the file itself."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyvips
from PIL import Image, ImageChops, ImageDraw, ImageOps

from luneo.adapters.offline.engine import paint
from luneo.fabrication.outline import TWO_TONED, Tool, print_outline, two_toned
from luneo.fabrication.parity import Kind
from luneo.fabrication.print_file import PrintFile
from luneo.fabrication.rules.ink import is_reversed
from luneo.styles import style
from tests.unit.fabrication.parity.pictures import MOTIFS, artworks

SIZE_PX = (144, 104)
SIZE_MM = (72.0, 52.0)
DRAWN = ("line-art", "woodcut", "silhouette", "engraving", "mandala", "paper-cut")
SHIFT_MM = (1.5, 8.0)
_VIEW = re.compile(r"<g id=[^>]*>")


@dataclass(frozen=True)
class Job:
    """A drawing for a tool, and the file that is made of it."""

    drawing: Image.Image
    tool: Tool
    file: PrintFile

    @property
    def text(self) -> str:
        return self.file.data.decode()


@cache
def drawings() -> tuple[Image.Image, ...]:
    """Line art as the styles draw it, black shapes on clear and on white ground, and artworks with shades."""
    return (*_styles(), *(_shapes(seed) for seed in range(10)), *artworks()[-14:])


@cache
def plain_drawings() -> tuple[Image.Image, ...]:
    """Those that are dark on light and of two tones, as what was mended for a tool: a fault in them can be seen."""
    return tuple(each for each in drawings() if not is_reversed(each) and two_toned(each).goodness >= TWO_TONED)


def _styles():
    for index, slug in enumerate(DRAWN):
        large = paint(MOTIFS[index % len(MOTIFS)], slug, style(slug).palette, index, (SIZE_PX[0] * 2, SIZE_PX[1] * 2))
        yield large.convert("RGBa").reduce(2).convert("RGBA")


def _shapes(seed: int) -> Image.Image:
    dice = np.random.default_rng(seed)
    picture = Image.new("RGBA", (SIZE_PX[0] * 4, SIZE_PX[1] * 4), (255, 255, 255, 255 * (seed % 2)))
    draw = ImageDraw.Draw(picture)
    for index in range(6):
        width, height = dice.integers(60, 240, 2)
        left, top = dice.integers(8, picture.width - width - 8), dice.integers(8, picture.height - height - 8)
        box = (int(left), int(top), int(left + width), int(top + height))
        line = None if index % 2 else int(dice.integers(8, 24))
        shape = draw.ellipse if dice.random() < 0.5 else draw.rectangle
        shape(box, fill=None if line else "black", outline="black", width=line or 1)
    return picture.convert("RGBa").resize(SIZE_PX, Image.Resampling.BOX).convert("RGBA")


def job(dice: np.random.Generator) -> Job:
    which, tool = int(dice.integers(len(plain_drawings()))), list(Tool)[dice.integers(2)]
    return _job(which, tool)


@cache
def _job(which: int, tool: Tool) -> Job:
    drawing = plain_drawings()[which]
    return Job(drawing, tool, print_outline(drawing, SIZE_MM, tool))


def _redrawn(job: Job, drawing: Image.Image) -> str:
    return print_outline(drawing, SIZE_MM, job.tool).data.decode()


def _within(job: Job, transform: str) -> str:
    """The whole group of outlines moved as a group around it."""
    text = job.text.replace("</svg>", "</g></svg>")
    return _VIEW.sub(lambda found: f'<g transform="{transform}">{found[0]}', text, count=1)


def shift(job: Job, dice: np.random.Generator) -> str:
    far, angle = dice.uniform(*SHIFT_MM), dice.uniform(0, 2 * np.pi)
    return _within(job, f"translate({far * np.cos(angle):.3f},{far * np.sin(angle):.3f})")


def mirror(job: Job, dice: np.random.Generator) -> str:
    if dice.integers(2):
        return _redrawn(job, ImageOps.mirror(job.drawing))
    return _within(job, f"matrix(1,0,0,-1,0,{SIZE_MM[1]})")


def inversion(job: Job, dice: np.random.Generator) -> str:
    if dice.integers(2):
        ground = Image.new("RGBA", job.drawing.size, "white")
        ground.alpha_composite(job.drawing)
        return _redrawn(job, ImageChops.invert(ground.convert("RGB")))
    width, height = SIZE_MM
    inside = "".join(re.findall(r'<path d="([^"]*)"/>', job.text))
    return re.sub(r"<path .*/>", f'<path d="M0 0L{width} 0L{width} {height}L0 {height}Z{inside}"/>', job.text)


def missing_layer(job: Job, dice: np.random.Generator) -> str:
    paths = re.findall(r"<path [^>]*/>", job.text)
    return job.text.replace(str(dice.choice(paths)), "", 1)


def clipping(job: Job, dice: np.random.Generator) -> str:
    width, height = job.drawing.size
    depth = int(dice.integers(10, 30))
    sides = [
        (0, 0, depth, height),
        (width - depth, 0, width, height),
        (0, 0, width, depth),
        (0, height - depth, width, height),
    ]
    cut = job.drawing.copy()
    cut.paste("white", sides[dice.integers(4)])
    return _redrawn(job, cut)


FAULTS = {
    Kind.SHIFT: shift,
    Kind.MIRROR: mirror,
    Kind.INVERSION: inversion,
    Kind.MISSING_LAYER: missing_layer,
    Kind.CLIPPING: clipping,
}


def ink(text: str) -> np.ndarray:
    """Where a file's outlines enclose something, by librsvg alone."""
    filled = _VIEW.sub('<g fill="#000000" fill-rule="evenodd">', text, count=1)
    return pyvips.Image.svgload_buffer(filled.encode(), scale=2).numpy()[..., 3] > 127


def changed(before: str, after: str) -> float:
    """The share of the sheet that is ink in one of the two alone."""
    return float((ink(before) != ink(after)).mean())
