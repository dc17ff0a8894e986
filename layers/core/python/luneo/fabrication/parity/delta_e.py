"""The colour difference CIEDE2000, for whole pictures at once.

Formula: G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference formula: implementation notes, supplementary
test data, and mathematical observations", Color Research & Application 30 (2005) 21-30. Equation numbers are theirs.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.floating[Any]]
_HALF_TURN: Final = 180.0
_TWENTY_FIVE_TO_7: Final = 25.0**7
_FADED: Final = 16.0


def delta_e_2000(first: Values, second: Values) -> Values:
    """The difference of colours or pictures in CIE L*a*b*, shape ``(..., 3)``, with weights of one; shape ``(...)``.

    1 is about what an eye sees side by side, 5 what it sees at a glance.
    """
    one, two = _primed(first, second)
    lightness = second[..., 0] - first[..., 0]
    chroma = two[0] - one[0]
    turn = _hue_turn(one, two)
    hue = 2 * np.sqrt(one[0] * two[0]) * np.sin(np.radians(turn / 2))  # 11
    return _combined((first[..., 0] + second[..., 0]) / 2, one, two, (lightness, chroma, hue))


def _primed(first: Values, second: Values) -> tuple[tuple[Values, Values], tuple[Values, Values]]:
    """Chroma and hue angle in degrees, after a* is stretched (2 to 7)."""
    mean = (_chroma(first) + _chroma(second)) / 2
    stretch = 1.5 - 0.5 * _fading(mean)
    return _polar(first, stretch), _polar(second, stretch)


def _chroma(lab: Values) -> Values:
    return np.sqrt(lab[..., 1] * lab[..., 1] + lab[..., 2] * lab[..., 2])


def _polar(lab: Values, stretch: Values) -> tuple[Values, Values]:
    a, b = lab[..., 1] * stretch, lab[..., 2]
    angle = np.degrees(np.arctan2(b, a))
    angle += 2 * _HALF_TURN * (angle < 0).astype(angle.dtype)
    return np.sqrt(a * a + b * b), angle


def _fading(chroma: Values) -> Values:
    squared = chroma * chroma
    # Multiplied out: a general power takes longer than all the rest of the formula.
    seventh = squared * squared * squared * chroma
    return np.sqrt(seventh / (seventh + _TWENTY_FIVE_TO_7))


def _hue_turn(one: tuple[Values, Values], two: tuple[Values, Values]) -> Values:
    """The hue difference the short way round, 0 where a colour is grey (10)."""
    turn = two[1] - one[1]
    # A half turn keeps its sign, as the formula wants it: halves are rounded to even numbers.
    turn = turn - 2 * _HALF_TURN * np.rint(turn / (2 * _HALF_TURN))
    return np.where(one[0] * two[0] == 0, 0.0, turn)


def _mean_hue(one: tuple[Values, Values], two: tuple[Values, Values]) -> Values:
    """The hue between the two, or their sum where one is grey (14)."""
    total = one[1] + two[1]
    far = (np.abs(one[1] - two[1]) > _HALF_TURN).astype(total.dtype)
    mean = total / 2 + np.copysign(far, 2 * _HALF_TURN - total) * _HALF_TURN
    return np.where(one[0] * two[0] == 0, total, mean)


def _combined(
    lightness: Values, one: tuple[Values, Values], two: tuple[Values, Values], by: tuple[Values, Values, Values]
) -> Values:
    """The three differences, each in its weight, and their rotation in the blues (15 to 22)."""
    chroma, hue = (one[0] + two[0]) / 2, _mean_hue(one, two)
    from_grey = (lightness - 50) ** 2
    light = by[0] / (1 + 0.015 * from_grey / np.sqrt(20 + from_grey))
    strong = by[1] / (1 + 0.045 * chroma)
    turned = by[2] / (1 + 0.015 * chroma * _hue_weight(hue))
    # Far from blue it is as good as nothing, and the sines of next to nothing take long.
    blue = np.exp(-np.minimum(((hue - 275) / 25) ** 2, _FADED))
    rotation = -np.sin(np.radians(60 * blue)) * 2 * _fading(chroma)
    squared = light**2 + strong**2 + turned**2 + rotation * strong * turned
    difference: Values = np.sqrt(np.maximum(squared, 0))
    return difference


def _hue_weight(hue: Values) -> Values:
    return (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
