"""Artworks of every sort that a shopper may approve: styles, photographs, flat art, motifs on clear ground."""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw
from skimage import data as photos

from luneo.adapters.offline.engine import TECHNIQUES, paint
from luneo.styles import style

SIZE_PX = (112, 80)
MOTIFS = ("a fox", "a boat", "a cat and the moon")
COLOURS = ("#14274e", "#f1c40f", "#c0392b", "#16a085", "#8e44ad", "#e67e22", "#2c3e50", "#fdf6e3", "#27ae60", "#d35400")


@cache
def artworks() -> tuple[Image.Image, ...]:
    """All of them, the bleed included; mode RGBA."""
    return (*_styles(), *_photographs(), *(_flat(seed) for seed in range(10)), *(_motif(seed) for seed in range(6)))


def _styles():
    for index, slug in enumerate(TECHNIQUES):
        large = paint(MOTIFS[index % len(MOTIFS)], slug, style(slug).palette, index, (SIZE_PX[0] * 2, SIZE_PX[1] * 2))
        yield large.convert("RGBa").reduce(2).convert("RGBA")


def _photographs():
    for load in (photos.astronaut, photos.coffee, photos.chelsea, photos.rocket):
        picture = Image.fromarray(load())
        height = round(picture.width * SIZE_PX[1] / SIZE_PX[0])
        top = max(0, (picture.height - height) // 2)
        yield (
            picture.crop((0, top, picture.width, top + height))
            .resize(SIZE_PX, Image.Resampling.LANCZOS)
            .convert("RGBA")
        )


def _flat(seed: int) -> Image.Image:
    dice = np.random.default_rng(seed)
    colours = list(dice.permutation(COLOURS))
    picture = Image.new("RGBA", SIZE_PX, colours.pop())
    return _shapes(picture, dice, colours, 6)


def _motif(seed: int) -> Image.Image:
    dice = np.random.default_rng(1000 + seed)
    return _shapes(Image.new("RGBA", SIZE_PX, (0, 0, 0, 0)), dice, list(dice.permutation(COLOURS)), 5)


def _shapes(picture: Image.Image, dice: np.random.Generator, colours: list[str], count: int) -> Image.Image:
    large = picture.resize((SIZE_PX[0] * 4, SIZE_PX[1] * 4))
    draw = ImageDraw.Draw(large)
    for colour in colours[:count]:
        width, height = dice.integers(80, 220, 2)
        left, top = dice.integers(0, large.width - width), dice.integers(0, large.height - height)
        box = (int(left), int(top), int(left + width), int(top + height))
        (draw.ellipse if dice.random() < 0.5 else draw.rectangle)(box, fill=str(colour))
    return large.convert("RGBa").resize(SIZE_PX, Image.Resampling.BOX).convert("RGBA")
