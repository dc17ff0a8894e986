"""The procedural engine: the same picture for the same wish, and the picture that was wished for."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luneo.adapters.offline.canvas import MOTIFS, luminance
from luneo.adapters.offline.engine import TECHNIQUES, draw, paint
from luneo.adapters.offline.words import MOTIF_WORDS, read
from luneo.styles import STYLES

SMALL = (160, 160)


def painted(prompt, slug="pop-art", seed=1, size=SMALL):
    return paint(prompt, slug, STYLES[slug].palette, seed, size)


def digest(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def test_every_style_of_the_catalogue_can_be_drawn():
    assert set(TECHNIQUES) == set(STYLES)


@pytest.mark.parametrize("slug", STYLES)
def test_the_same_wish_gives_the_same_bytes_and_is_no_blank(slug):
    first = painted("a cat", slug)
    assert digest(first) == digest(painted("a cat", slug))
    assert (first.mode, first.size) == ("RGBA", SMALL)
    pixels = np.asarray(first, np.float32)
    assert (pixels[..., :3] * pixels[..., 3:] / 255).std() > 8


@pytest.mark.parametrize("slug", STYLES)
def test_a_motif_style_is_clear_around_and_the_others_are_opaque(slug):
    alpha = np.asarray(painted("a cat", slug))[..., 3]
    assert bool(alpha[0, 0] == 0) is STYLES[slug].transparent
    assert bool(alpha.min() == 255) is not STYLES[slug].transparent


@pytest.mark.parametrize("slug", STYLES)
def test_another_subject_makes_another_picture(slug):
    assert digest(painted("a cat", slug)) != digest(painted("a dog", slug))


@pytest.mark.parametrize("slug", ["watercolour", "woodcut", "geometric", "floral", "stained-glass"])
def test_another_seed_makes_another_picture(slug):
    assert digest(painted("a cat", slug, 1)) != digest(painted("a cat", slug, 2))


@pytest.mark.parametrize("size", [(320, 107), (107, 320), (64, 64), (200, 150)])
@pytest.mark.parametrize("slug", STYLES)
def test_every_style_fills_every_shape(slug, size):
    alpha = np.asarray(painted("a cat and a dog", slug, size=size))[..., 3] > 40
    along = alpha.any(0) if size[0] >= size[1] else alpha.any(1)
    thirds = np.array_split(along, 3)
    assert all(part.any() for part in thirds)


def test_partial_pictures_come_coarse_to_fine_and_the_last_is_the_artwork():
    steps = list(draw("a cat", "woodcut", STYLES["woodcut"].palette, 5, SMALL))
    assert [(step.index, step.final) for step in steps] == [(0, False), (1, False), (2, False), (3, True)]
    final = np.asarray(steps[-1].image, np.float32)
    errors = [np.abs(np.asarray(step.image, np.float32) - final).mean() for step in steps[:-1]]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] > 0
    assert digest(steps[-1].image) == digest(painted("a cat", "woodcut", 5))


@pytest.mark.parametrize("partials", [0, 1, 3, 9])
def test_as_many_partials_come_as_are_wanted_up_to_three(partials):
    steps = list(draw("x", "silhouette", STYLES["silhouette"].palette, 5, (64, 64), partials=partials))
    assert len(steps) == min(partials, 3) + 1


def test_a_trigger_word_does_not_change_the_picture():
    plain, marked = (
        list(draw(prompt, "neon", STYLES["neon"].palette, 5, SMALL, partials=0))[-1].image
        for prompt in ("a cat", "a cat luneo:slow")
    )
    assert digest(plain) == digest(marked)


@pytest.mark.parametrize(("size", "slug"), [((32, 100), "neon"), ((100, 5000), "neon"), ((100, 100), "nope")])
def test_what_callers_must_check_is_refused(size, slug):
    with pytest.raises(ValueError):
        list(draw("x", slug, ("#000000",), 1, size))


def test_every_word_leads_to_a_motif_that_exists():
    assert set(MOTIF_WORDS) <= set(MOTIFS)


@pytest.mark.parametrize(
    ("prompt", "motifs"),
    [
        ("My cat, please", ("cat",)),
        ("deux CHIENS et une étoile", ("dog", "star")),
        ("un cœur", ("heart",)),
        ("les forêts", ("tree",)),
        ("catalogue", ()),
        ("", ()),
    ],
)
def test_subjects_are_read_in_english_and_french(prompt, motifs):
    assert read(prompt).motifs == motifs


def test_colours_and_the_ground_are_read():
    wish = read("my cat as a woodcut, gold on navy")
    assert (wish.colours, wish.ground) == (("#d4a537",), "#14213d")
    assert read("un chat doré sur fond bleu").ground == read("a gold cat on a blue ground").ground


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ('a cat "Zoé"', "Zoé"),
        ("initials AB", "AB"),
        ("prénom Éloïse", "Éloïse"),
        ("chat « Félix »", "Félix"),
        ("a cat", ""),
    ],
)
def test_a_name_or_initials_are_read(prompt, text):
    assert read(prompt).text == text


def test_a_colour_word_colours_the_picture():
    red = np.asarray(painted("a red heart", "silhouette"), np.float32)
    seen = red[red[..., 3] > 200]
    assert seen[:, 0].mean() > 2 * seen[:, 2].mean()


def test_a_pale_ink_is_darkened_where_it_stands_alone():
    white = np.asarray(painted("a white heart", "line-art"))
    assert luminance("#" + white[white[..., 3] > 200][0, :3].tobytes().hex()) < 0.8


def test_accents_are_written():
    assert digest(painted('cat "Zoe"')) != digest(painted('cat "Zoé"'))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.sampled_from(sorted(STYLES)), st.integers(0, 2**63))
def test_any_wish_makes_a_picture(prompt, slug, seed):
    assert painted(prompt, slug, seed, (64, 96)).size == (64, 96)
