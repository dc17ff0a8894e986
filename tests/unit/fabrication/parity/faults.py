"""Faults as they happen to production files: in the pixels before they are written, or in the file itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyvips
from pikepdf import Array
from PIL import Image, ImageChops, ImageDraw, ImageOps

from luneo.fabrication.parity import Kind
from luneo.fabrication.png import print_png
from luneo.fabrication.svg import print_svg
from luneo.imaging.safe import encode_png
from tests.unit.fabrication.parity import files
from tests.unit.fabrication.parity.pictures import artworks

SIZE_MM = (56.0, 40.0)
DPI = 76.2  # three pixels a millimetre: the artworks are two
SHIFT_MM = (1.5, 8.0)


@dataclass(frozen=True)
class Job:
    """What is to be printed: the sheet with its bleed, and the trimmed part that was approved."""

    sheet: Image.Image
    bleed_mm: float
    size_mm: tuple[float, float]

    @property
    def approved(self) -> Image.Image:
        edge = round(self.bleed_mm * 2)
        return self.sheet.crop((edge, edge, self.sheet.width - edge, self.sheet.height - edge))

    @property
    def is_opaque(self) -> bool:
        return self.sheet.getchannel("A").getextrema()[0] == 255


@dataclass(frozen=True)
class Made:
    data: bytes
    media_type: str


def job(dice: np.random.Generator) -> Job:
    sheet = artworks()[dice.integers(len(artworks()))]
    bleed = float(dice.choice([0.0, 2.0]))
    return Job(sheet, bleed, (SIZE_MM[0] - 2 * bleed, SIZE_MM[1] - 2 * bleed))


def png(job: Job, sheet: Image.Image) -> Made:
    return Made(print_png(sheet, job.size_mm, DPI, bleed_mm=job.bleed_mm).data, "image/png")


def rgb_pdf(job: Job, sheet: Image.Image, **how) -> Made:
    alpha = None if job.is_opaque and sheet.getchannel("A").getextrema()[0] == 255 else sheet.getchannel("A")
    data = files.written_pdf(sheet.convert("RGB"), alpha, job.size_mm, job.bleed_mm, **how)
    return Made(data, "application/pdf")


def cmyk_pdf(job: Job, sheet: Image.Image, **how) -> Made:
    inks = how.pop("inks", None) or files.separated(sheet, files.press_icc())
    alpha = None if sheet.getchannel("A").getextrema()[0] == 255 else sheet.getchannel("A")
    return Made(files.written_pdf(inks, alpha, job.size_mm, job.bleed_mm, **how), "application/pdf")


_TRACED: dict[tuple[int, float], bytes] = {}


def svg(job: Job) -> Made:
    """The traced artwork; tracing is what takes long, so each is traced once."""
    key = (id(job.sheet), job.bleed_mm)
    if key not in _TRACED:
        _TRACED[key] = print_svg(job.approved, job.size_mm).data
    return Made(_TRACED[key], "image/svg+xml")


def clean(job: Job, dice: np.random.Generator) -> Made:
    """A sound file of any sort."""
    match dice.integers(6):
        case 0 | 1:
            return png(job, job.sheet)
        case 2:
            return rgb_pdf(job, job.sheet, jpeg=bool(dice.integers(2)), device=bool(dice.integers(2)))
        case 3 | 4:
            intent = files.ImageCms.Intent(int(dice.integers(2)))
            inks = files.separated(job.sheet, files.press_icc(), intent)
            return cmyk_pdf(job, job.sheet, inks=inks, jpeg=bool(dice.integers(2)), device=bool(dice.integers(2)))
        case _:
            return svg(job)


Fault = Callable[[Job, np.random.Generator], tuple[Made, Image.Image]]
"""Makes a faulty file, and what its trimmed area shows, by Pillow alone."""


def _written(job: Job, sheet: Image.Image, dice: np.random.Generator) -> tuple[Made, Image.Image]:
    """The faulty pixels in a sound file."""
    writer = (png, rgb_pdf, cmyk_pdf)[dice.integers(3)]
    return writer(job, sheet), Job(sheet, job.bleed_mm, job.size_mm).approved


def _svg_with(job: Job, inner: str, shown: Image.Image) -> tuple[Made, Image.Image]:
    text = svg(job).data.decode()
    head, body = text.split("viewBox", 1)
    start = body.index(">") + 1
    body = f"{body[:start]}{inner}{body[start:]}".replace("</svg>", "</g></svg>")
    return Made(f"{head}viewBox{body}".encode(), "image/svg+xml"), shown


def _moved(picture: Image.Image, right: int, down: int) -> Image.Image:
    moved = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    moved.paste(picture, (right, down))
    return moved


def shift(job: Job, dice: np.random.Generator) -> tuple[Made, Image.Image]:
    far, angle = dice.uniform(*SHIFT_MM), dice.uniform(0, 2 * np.pi)
    right, down = far * np.cos(angle), far * np.sin(angle)
    moved = _moved(job.sheet, round(right * 2), round(down * 2))
    way = dice.integers(6)
    if way == 0:
        return _svg_with(job, f'<g transform="translate({right * 2:.2f},{down * 2:.2f})">', moved)
    if way < 3:
        made = (rgb_pdf, cmyk_pdf)[way - 1](job, job.sheet)
        x, y = right * files.POINTS, -down * files.POINTS
        change = files.placed_by(lambda w, h, left, bottom: (w, 0, 0, h, left + x, bottom + y))
        return Made(files.tampered(made.data, change), made.media_type), Job(moved, job.bleed_mm, job.size_mm).approved
    if way == 3:
        moved = ImageChops.offset(job.sheet, round(right * 2), round(down * 2))
    return _written(job, moved, dice)


def mirror(job: Job, dice: np.random.Generator) -> tuple[Made, Image.Image]:
    across = bool(dice.integers(2))
    mirrored = ImageOps.mirror(job.sheet) if across else ImageOps.flip(job.sheet)
    shown = Job(mirrored, job.bleed_mm, job.size_mm).approved
    way = dice.integers(6)
    if way == 0:
        width, height = job.approved.size
        turn = f"matrix(-1,0,0,1,{width},0)" if across else f"matrix(1,0,0,-1,0,{height})"
        return _svg_with(job, f'<g transform="{turn}">', shown)
    if way < 3:
        made = (rgb_pdf, cmyk_pdf)[way - 1](job, job.sheet)
        change = files.placed_by(
            (lambda w, h, left, bottom: (-w, 0, 0, h, left + w, bottom))
            if across
            else (lambda w, h, left, bottom: (w, 0, 0, -h, left, bottom + h))
        )
        return Made(files.tampered(made.data, change), made.media_type), shown
    return _written(job, mirrored, dice)


def _negative(picture: Image.Image) -> Image.Image:
    opposite = ImageChops.invert(picture.convert("RGB")).convert("RGBA")
    opposite.putalpha(picture.getchannel("A"))
    return opposite


def inversion(job: Job, dice: np.random.Generator) -> tuple[Made, Image.Image]:
    opposite = _negative(job.sheet)
    shown = Job(opposite, job.bleed_mm, job.size_mm).approved
    way = dice.integers(6)
    if way == 0:
        text = re.sub(
            r'fill="#(\w{6})"', lambda found: f'fill="#{0xFFFFFF - int(found[1], 16):06x}"', svg(job).data.decode()
        )
        return Made(text.encode(), "image/svg+xml"), shown
    if way < 3:

        def change(_pdf, _page, picture):
            picture.Decode = Array([1, 0] * (3 if way == 1 else 4))

        made = (rgb_pdf, cmyk_pdf)[way - 1](job, job.sheet)
        return Made(files.tampered(made.data, change), made.media_type), shown
    if way == 3 and not job.is_opaque:
        masked = job.sheet.copy()
        masked.putalpha(ImageChops.invert(job.sheet.getchannel("A")))
        return _written(job, masked, dice)
    return _written(job, opposite, dice)


def missing_layer(job: Job, dice: np.random.Generator) -> tuple[Made, Image.Image]:
    """The approved artwork has lettering, a shape or a mask that the file lacks; or a shape of the file is gone."""
    base = job.sheet
    if dice.integers(6) == 0 and (lacking := _without_path(job, dice)):
        return lacking
    if not job.is_opaque and dice.integers(3) == 0:
        # The soft mask is lost: what was clear prints as whatever stood there.
        flat = base.convert("RGB").convert("RGBA")
        return _written(job, flat, dice)
    return _written(job, _without_part(base, dice), dice)


def _without_path(job: Job, dice: np.random.Generator) -> tuple[Made, Image.Image] | None:
    """One of the traced shapes gone, if any of them is large enough to be missed in a tracing."""
    text = svg(job).data.decode()
    paths = dice.permutation(re.findall(r"<path [^>]*/>", text))
    whole = _drawn(text, job)
    for path in paths[:4]:
        lacking = text.replace(path, "")
        shown = _drawn(lacking, job)
        if seen_share(whole, shown, 64) > 0.08:
            return Made(lacking.encode(), "image/svg+xml"), shown
    return None


def _drawn(text: str, job: Job) -> Image.Image:
    drawn = Image.fromarray(pyvips.Image.svgload_buffer(text.encode()).numpy())
    return drawn.resize(job.approved.size)


def _without_part(sheet: Image.Image, dice: np.random.Generator) -> Image.Image:
    width, height = (int(side * dice.uniform(0.2, 0.5)) for side in sheet.size)
    left, top = dice.integers(8, sheet.width - width - 8), dice.integers(8, sheet.height - height - 8)
    mask = Image.new("L", sheet.size, 0)
    shape = ImageDraw.Draw(mask).ellipse if dice.integers(2) else ImageDraw.Draw(mask).rectangle
    shape((int(left), int(top), int(left + width), int(top + height)), fill=255)
    fill = [(0, 0, 0, 0), (255, 255, 255, 255), sheet.getpixel((int(left), int(top)))][dice.integers(3)]
    lacking = sheet.copy()
    lacking.paste(fill, mask=mask)
    return lacking


def clipping(job: Job, dice: np.random.Generator) -> tuple[Made, Image.Image]:
    """Sides are cut off, or light and dark tones run into white and black."""
    harsh = _harsh(job, dice)
    return _written(job, harsh if harsh and not dice.integers(3) else _cut(job, dice), dice)


def _harsh(job: Job, dice: np.random.Generator) -> Image.Image | None:
    """Levels stretched until a sixth of the picture has run into white or black; ``None`` where nothing does."""
    colours, end = np.asarray(job.sheet.convert("RGB"), float), dice.uniform(70, 170)
    light = bool(dice.integers(2))
    stretched = colours * 255 / end if light else 255 - (255 - colours) * 255 / end
    run = (stretched > 255) & (colours < 230) if light else (stretched < 0) & (colours > 25)
    if run.any(axis=2)[np.asarray(job.sheet.getchannel("A")) > 0].mean() < 1 / 6:
        return None
    harsh = Image.fromarray(stretched.clip(0, 255).astype(np.uint8)).convert("RGBA")
    harsh.putalpha(job.sheet.getchannel("A"))
    return harsh


def _cut(job: Job, dice: np.random.Generator) -> Image.Image:
    depth = round(job.bleed_mm * 2) + dice.integers(6, 18)
    width, height = job.sheet.size
    sides = [
        (0, 0, depth, height),
        (width - depth, 0, width, height),
        (0, 0, width, depth),
        (0, height - depth, width, height),
    ]
    cut = job.sheet.copy()
    ground = [(0, 0, 0, 0), (255, 255, 255, 255)][dice.integers(2)]
    for side in dice.choice(4, dice.integers(1, 3), replace=False):
        cut.paste(ground, tuple(int(each) for each in sides[side]))
    return cut


def wrong_profile(job: Job, dice: np.random.Generator) -> tuple[Made, Image.Image]:
    """The numbers were made for one profile and another stands on the file, or none."""
    way = dice.integers(7)
    if way == 0:
        bare = encode_png(_enlarged(job), DPI)
        return Made(bare, "image/png"), Image.new("RGBA", job.approved.size, "magenta")
    if way == 1:
        made = rgb_pdf(job, job.sheet, icc=files.press_icc())
        return made, Image.new("RGBA", job.approved.size, "magenta")
    if way == 2:
        # Inks by arithmetic, as a picture library makes them, under the profile of a press.
        inks = job.sheet.convert("RGB").convert("CMYK")
        return cmyk_pdf(job, job.sheet, inks=inks), _through(inks, files.press_icc(), job)
    if way == 3:
        icc = files.gaining_icc(float(dice.choice([0.6, 0.7, 1.4, 1.7])))
        inks = files.separated(job.sheet, files.press_icc())
        return cmyk_pdf(job, job.sheet, icc=icc, device=bool(dice.integers(2))), _through(inks, icc, job)
    icc = (files.wide_icc(), files.gamma_icc(1.8), files.gamma_icc(3.0))[dice.integers(3)]
    numbers = job.sheet.convert("RGB")
    shown = _through(numbers, icc, job)
    if dice.integers(2):
        return rgb_pdf(job, job.sheet, icc=icc), shown
    return Made(encode_png(_enlarged(job), DPI, icc=icc), "image/png"), shown


def _enlarged(job: Job) -> Image.Image:
    return job.sheet.resize((round(job.sheet.width * 1.5), round(job.sheet.height * 1.5)), Image.Resampling.BICUBIC)


def _through(numbers: Image.Image, icc: bytes, job: Job) -> Image.Image:
    shown = files.seen(numbers, icc).convert("RGBA")
    shown.putalpha(job.sheet.getchannel("A"))
    return Job(shown, job.bleed_mm, job.size_mm).approved


FAULTS: dict[Kind, Fault] = {
    Kind.SHIFT: shift,
    Kind.MIRROR: mirror,
    Kind.INVERSION: inversion,
    Kind.MISSING_LAYER: missing_layer,
    Kind.CLIPPING: clipping,
    Kind.WRONG_PROFILE: wrong_profile,
}


def visible(job: Job, shown: Image.Image) -> float:
    """How much of the approved picture looks otherwise."""
    return seen_share(job.approved, shown.resize(job.approved.size), 25)


def seen_share(before: Image.Image, after: Image.Image, codes: int) -> float:
    """The share of pixels that are off by more than so many codes, on white or on black."""
    share = 0.0
    for ground in ("white", "black"):
        first, second = (np.asarray(_laid(each, ground), int) for each in (before, after))
        share = max(share, float((np.abs(first - second).max(axis=2) > codes).mean()))
    return share


def _laid(picture: Image.Image, ground: str) -> Image.Image:
    laid = Image.new("RGBA", picture.size, ground)
    laid.alpha_composite(picture.convert("RGBA"))
    return laid.convert("RGB")
