"""Engraving and foil: what the material keeps, what the light does, where nothing may change."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw
from skimage import data as photos

from luneo.imaging.blend import blend, compile_zone
from luneo.imaging.finishes import Finish, Surface
from luneo.imaging.finishes.engraving import engrave
from luneo.imaging.finishes.finish import finished
from luneo.imaging.finishes.foil import _crisp, foil
from luneo.imaging.finishes.relief import moved, relief_of, slopes_of
from luneo.imaging.light import light_of
from luneo.imaging.zones import PrintZone

SIDE = 200
ZONE = PrintZone("plate", ((40.0, 40.0), (160.0, 40.0), (160.0, 160.0), (40.0, 160.0)), (60.0, 60.0))
FOILS = [finish for finish in Finish if finish.is_foil]


def plate(tone, slope=(0.0, 0.0), noise=0.02):
    """A matt plate, a little rough, brighter along ``slope`` (a side)."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE - 0.5
    rough = np.random.default_rng(1).standard_normal((SIDE, SIDE)) * noise
    lit = (tone + slope[0] * x + slope[1] * y + rough)[..., None] * np.array([1.0, 0.9, 0.8])
    return Image.fromarray((lit.clip(0, 1) * 255).astype(np.uint8))


def square(ink=(10, 10, 10, 255)):
    art = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    ImageDraw.Draw(art).rectangle((30, 30, 89, 89), fill=ink)
    return art


def luminance(image, box=None):
    crop = image.crop(box) if box else image
    return np.asarray(crop.convert("RGB"), np.float64) @ [0.2126, 0.7152, 0.0722] / 255


def shading(photo):
    maps = compile_zone(photo, ZONE)
    (left, top), (rows, columns) = maps.origin, maps.mask.shape
    return luminance(photo, (left, top, left + columns, top + rows)) / maps.lit, maps.mask / 255


def metal(photo, art):
    """How much of each pixel of the zone and its margin is metal."""
    pieces = relief_of(photo, art, compile_zone(photo, ZONE)).pieces()
    return np.concatenate([_crisp(piece.cut, slopes_of(piece)) for piece in pieces])


FLOOR = (85, 85, 115, 115)


@pytest.mark.parametrize(("surface", "tone"), [(Surface.WOOD, 0.7), (Surface.LEATHER, 0.5), (Surface.STEEL, 0.7)])
def test_the_cut_is_darker_than_the_material(surface, tone):
    photo = plate(tone)
    cut = engrave(photo, square(), compile_zone(photo, ZONE), surface)
    assert luminance(cut, FLOOR).mean() < 0.85 * luminance(photo, FLOOR).mean()


def test_glass_turns_lighter_and_hides_what_is_behind():
    photo = plate(0.35, noise=0.1)
    cut = engrave(photo, square(), compile_zone(photo, ZONE), Surface.GLASS)
    assert luminance(cut, FLOOR).mean() > 1.2 * luminance(photo, FLOOR).mean()
    assert luminance(cut, FLOOR).std() < 0.5 * luminance(photo, FLOOR).std()


def test_a_mark_on_dark_steel_is_bright():
    photo = plate(0.2)
    cut = engrave(photo, square(), compile_zone(photo, ZONE), Surface.STEEL)
    assert luminance(cut, FLOOR).mean() > 2 * luminance(photo, FLOOR).mean()


@pytest.mark.parametrize("surface", Surface)
def test_the_wall_towards_the_light_is_in_shadow_and_the_far_one_is_lit(surface):
    for slope, near, far in [
        ((-0.5, 0.0), (69, 90, 73, 110), (127, 90, 131, 110)),
        ((0.5, 0.0), (127, 90, 131, 110), (69, 90, 73, 110)),
    ]:
        photo = plate(0.5, slope, noise=0.0)
        maps = compile_zone(photo, ZONE)
        flat = luminance(engrave(photo, square(), maps, surface, depth=0.0))
        deep = luminance(engrave(photo, square(), maps, surface, depth=1.0))
        gain = Image.fromarray((deep - flat).astype(np.float32))
        assert np.asarray(gain.crop(near)).mean() < np.asarray(gain.crop(far)).mean() - 0.01


def test_the_light_is_read_from_the_photo_and_comes_from_the_top_left_where_it_does_not_tell():
    even = light_of(*shading(plate(0.5, noise=0.0)))
    assert even == pytest.approx((-0.6, -0.8), abs=1e-3)
    from_the_right = light_of(*shading(plate(0.5, (0.6, 0.0), noise=0.0)))
    assert from_the_right[0] > 0.5
    assert math.hypot(*from_the_right) == pytest.approx(1)


def test_the_grain_of_the_wood_shows_in_the_burn():
    stripes = 0.65 + 0.12 * np.sin(np.arange(SIDE) / 3.0)[:, None] * np.ones((1, SIDE))
    photo = Image.fromarray((np.repeat(stripes[..., None], 3, 2) * 255).astype(np.uint8))
    cut = engrave(photo, square(), compile_zone(photo, ZONE), Surface.WOOD)
    rows = luminance(cut, FLOOR).mean(axis=1)
    before = luminance(photo, FLOOR).mean(axis=1)
    assert np.corrcoef(rows, before)[0, 1] > 0.9
    assert rows.std() / rows.mean() > before.std() / before.mean()


def test_half_tones_are_cut_half():
    photo = plate(0.7)
    maps = compile_zone(photo, ZONE)
    art = Image.new("RGB", (120, 120), "white")
    art.paste((20, 20, 20), (0, 0, 60, 120))
    art.paste((140, 140, 140), (60, 0, 90, 120))
    cut = luminance(engrave(photo, art, maps, Surface.WOOD))
    full, half, none = (cut[90:110, left : left + 12].mean() for left in (60, 112, 142))
    assert full < half - 0.05 < none - 0.1


@pytest.mark.parametrize(
    "make", [lambda *given: engrave(*given, Surface.LEATHER), lambda *given: foil(*given, FOILS[0])]
)
def test_white_and_clear_artwork_leave_the_product_as_it_is(make):
    photo = plate(0.5)
    maps = compile_zone(photo, ZONE)
    for nothing in (Image.new("RGB", (50, 50), "white"), Image.new("RGBA", (50, 50), (0, 0, 0, 0))):
        assert make(photo, nothing, maps).tobytes() == photo.tobytes()


@pytest.mark.parametrize("surface", Surface)
def test_the_same_bytes_every_time_and_the_photos_alpha_kept(surface):
    photo = plate(0.5).convert("RGBA")
    photo.putalpha(77)
    maps = compile_zone(photo, ZONE)
    one, other = (engrave(photo, square(), maps, surface) for _ in range(2))
    assert one.tobytes() == other.tobytes()
    assert one.getchannel("A").getextrema() == (77, 77)


def test_engraving_stays_near_its_zone():
    photo = Image.fromarray(photos.coffee())
    zone = PrintZone("table", ((420.0, 300.0), (560.0, 310.0), (540.0, 380.0), (410.0, 360.0)), (80.0, 40.0))
    cut = engrave(photo, Image.new("RGB", (60, 30), "black"), compile_zone(photo, zone), Surface.WOOD)
    changed = np.abs(np.asarray(cut, np.int16) - np.asarray(photo, np.int16)).any(-1)
    rows, columns = np.nonzero(changed)
    assert changed.sum() > 5_000
    assert (columns.min(), rows.min()) >= (405, 292)
    assert columns.max() <= 565


@pytest.mark.parametrize(
    ("finish", "ordered"),
    [(Finish.FOIL_GOLD, (0, 1, 2)), (Finish.FOIL_ROSE_GOLD, (0, 1, 2))],
)
def test_a_foil_has_its_metals_hue(finish, ordered):
    photo = plate(0.12)
    made = foil(photo, square(), compile_zone(photo, ZONE), finish)
    means = np.asarray(made.crop(FLOOR), np.float64).mean(axis=(0, 1))
    assert means[ordered[0]] > means[ordered[1]] > means[ordered[2]]


def test_silver_is_neutral_and_a_foil_mirrors_a_room():
    photo = plate(0.12, noise=0.0)
    wide = Image.new("RGB", (120, 120), "black")
    made = np.asarray(foil(photo, wide, compile_zone(photo, ZONE), Finish.FOIL_SILVER), np.float64)[45:155, 45:155]
    assert np.ptp(made.mean(axis=(0, 1))) < 12
    assert np.quantile(made, 0.98) - np.quantile(made, 0.02) > 80


def test_foil_knows_no_tones_and_its_edges_are_antialiased():
    photo = plate(0.12, noise=0.0)
    tones = Image.new("RGB", (120, 120), "black")
    tones.paste((165, 165, 165), (0, 60, 60, 120))
    tones.paste((90, 90, 90), (60, 60, 120, 120))
    across = metal(photo, tones)[80:110]
    assert (across[:, 15:55].max(), across[:, 70:110].min()) == (0, 1)
    disc = Image.new("L", (480, 480), 255)
    ImageDraw.Draw(disc).ellipse((80, 80, 400, 400), fill=0)
    contour = metal(photo, disc.convert("RGB"))
    between = (contour > 0.05) & (contour < 0.95)
    assert 0.5 < between.sum() / (math.pi * 80) < 2


def test_a_shadow_of_the_product_lies_on_the_foil():
    photo = plate(0.5, noise=0.0)
    shaded = np.asarray(photo).copy()
    shaded[:, 100:] //= 5
    dark = Image.fromarray(shaded)
    wide = Image.new("RGB", (120, 120), "black")
    lit, shadowed = (foil(each, wide, compile_zone(each, ZONE), Finish.FOIL_GOLD) for each in (photo, dark))
    box = (120, 50, 155, 150)
    assert luminance(shadowed, box).mean() < 0.75 * luminance(lit, box).mean()


def test_moving_brings_in_nothing():
    values = np.ones((4, 5), np.float32)
    assert moved(values, 2, -1).sum() == 3 * 3
    assert moved(values, 9, 9).sum() == 0


def test_every_finish_is_one_call():
    photo = plate(0.5)
    maps = compile_zone(photo, ZONE)
    pictures = {finish: finished(photo, square(), maps, finish, Surface.STEEL, 0.8).tobytes() for finish in Finish}
    assert len(set(pictures.values())) == len(Finish)
    assert pictures[Finish.PRINT] == blend(photo, square(), maps).tobytes()
    assert pictures[Finish.ENGRAVING] == engrave(photo, square(), maps, Surface.STEEL, 0.8).tobytes()
