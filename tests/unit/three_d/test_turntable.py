import io

import numpy as np
import pytest
from PIL import Image

from luneo.three_d import models
from luneo.three_d.errors import InvalidArtwork, InvalidModel
from luneo.three_d.turntable import (
    VIEW_MS,
    TurntableMaps,
    compile_turntable,
    encode_turntable,
    turntable,
)

RED = Image.new("RGB", (32, 32), (220, 20, 30))
SIZE, VIEWS = 64, 4


@pytest.fixture(scope="module")
def maps():
    return compile_turntable(models.mug(), SIZE, VIEWS, azimuth_deg=0)


@pytest.fixture(scope="module")
def printed(maps):
    return turntable(maps, RED)


def redness(picture):
    red, green, blue = np.asarray(picture, float).transpose(2, 0, 1)
    return int(((red - np.maximum(green, blue)) > 60).sum())


def silhouette(view):
    """The rows that the product takes up, from a transparent view."""
    rows = np.flatnonzero((np.asarray(view)[..., 3] > 250).any(axis=1))
    return rows[0], rows[-1]


def test_the_print_is_seen_in_front_and_not_from_behind(printed):
    front, right, back, left = map(redness, printed)
    assert front > 500
    assert back == 0
    assert right < front / 2 > left


def test_the_product_keeps_its_height_while_it_turns():
    glb = models.plaque()
    views = turntable(compile_turntable(glb, SIZE, 3, elevation_deg=0, transparent=True), None)
    tops, bottoms = zip(*map(silhouette, views), strict=True)
    assert np.ptp(tops) <= 3
    assert np.ptp(bottoms) <= 3


def test_without_artwork_it_is_unprinted(maps):
    assert sum(map(redness, turntable(maps, None))) == 0


def test_stored_maps_give_the_same_views(maps, printed):
    stored = maps.to_bytes()
    assert stored == maps.to_bytes()
    again = turntable(TurntableMaps.from_bytes(stored), RED)
    assert all(np.array_equal(a, b) for a, b in zip(printed, again, strict=True))


@pytest.mark.parametrize("damage", [lambda d: d[: len(d) // 2], lambda d: b"", lambda d: d[:90] + bytes(40) + d[130:]])
def test_damaged_maps_are_refused(maps, damage):
    with pytest.raises(InvalidModel):
        TurntableMaps.from_bytes(damage(maps.to_bytes()))


def test_artwork_that_is_no_picture_is_refused(maps):
    with pytest.raises(InvalidArtwork):
        turntable(maps, b"not a picture")


@pytest.mark.parametrize("views", [0, 1000])
def test_a_turntable_without_or_with_too_many_views_is_refused(views):
    with pytest.raises(InvalidModel):
        compile_turntable(models.plaque(), SIZE, views)


def test_the_film_shows_every_view_and_begins_again(printed):
    with Image.open(io.BytesIO(encode_turntable(printed))) as film:
        assert (film.n_frames, film.size, film.info["loop"]) == (VIEWS, (SIZE, SIZE), 0)
        shown = []
        for view in range(VIEWS):
            film.seek(view)
            film.load()
            shown.append((film.convert("RGB"), film.info["duration"]))
    assert {duration for _, duration in shown} == {VIEW_MS}
    for (picture, _), view in zip(shown, printed, strict=True):
        assert np.abs(np.asarray(picture, float) - np.asarray(view, float)).mean() < 4
