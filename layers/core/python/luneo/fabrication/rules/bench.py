"""The bench that ink is mended on: round after round on its own result, within what may be changed in all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from luneo.fabrication.rules import steps
from luneo.fabrication.rules.findings import Box, Report
from luneo.fabrication.rules.inspection import Shape, judge, limits_of
from luneo.fabrication.rules.kinds import MEANINGS, Action, Geometry
from luneo.fabrication.rules.raster import Mask, touching, within
from luneo.fabrication.rules.regions import label
from luneo.fabrication.rules.table import Keep, Severity
from luneo.fabrication.rules.widths import WEDGE_LENGTH
from luneo.fabrication.rules.windows import Window, whole, windows, within_window

MOST_CHANGED: Final = 0.03
"""The share of the ink that may go, or come, as specks and openings: more is a texture, not dust."""
MOST_SIMPLIFIED: Final = 0.12
"""The share of the ink that may go, or come, where detail is finer than the tool: more would be another picture."""
MOST_DARKER: Final = 0.45
MOST_LIGHTER: Final = 0.25
"""How far the share of ink may go up or down by that, over any square of :data:`_TONE_CELL` limits; what is there may
be told more boldly, but must not go."""
_TONE_CELL: Final = 4.0
MOST_ROUNDS: Final = 5
_PASSES: Final = (2, 1)
"""How often a round may fit lines and gaps to each other, the first and the others."""
_EVEN: Final = 0.2
"""How far, in limits, the edge of a line that was drawn anew is evened out."""
_HOPEFUL: Final = (0.6, 1.0, 0.7)
"""What may be left, as a share, of what was at fault before a round for the next to be worth its time, by the round."""
_FEW: Final = 8
_ALIKE: Final = 2
"""From this round on they differ in nothing but their reach."""
_SPREAD: Final = (0.35, 0.5, 0.7)
"""How far, in limits, the eye blurs fine detail, by the round."""
_HALF: Final = 127

Step = Callable[[Shape, steps.Limits], Mask]

_TIDYING: Final[tuple[tuple[Action, Step], ...]] = (
    (Action.DROPPED, steps.dropped), (Action.FILLED, steps.filled),
)  # fmt: skip
_FITTING: Final[tuple[tuple[Action, Step], ...]] = (
    (Action.THICKENED, steps.thickened), (Action.DROPPED, steps.trimmed),
    (Action.WIDENED, steps.widened), (Action.FILLED, steps.closed),
)  # fmt: skip
_DUST: Final = frozenset({Action.DROPPED, Action.FILLED})


@dataclass(frozen=True, slots=True)
class Mend:
    """One change and the box (left, top, right, bottom) that holds it, in mm."""

    action: Action
    box_mm: Box


class Bench:
    """Mends ink: ``mask`` is how it stands, ``report`` what is at fault in it, ``mends`` what was done so far."""

    def __init__(self, report: Report, keep: Keep) -> None:
        self.report = report
        self.mask: Mask = report.art.mask.copy()
        self._original = report.art.mask
        self.mends: list[Mend] = []
        self._keep = keep
        self._limits = limits_of(report.rules, report.art.px_per_mm)
        ink = int(self.mask.sum())
        self._dust_left = MOST_CHANGED * ink
        self._simple_left = MOST_SIMPLIFIED * ink
        self._textures: set[Step] = set()

    def mend(self, rounds: int) -> None:
        """At most so many rounds, while they help: the first are of different kinds, so one of them may do nothing."""
        for number in range(rounds):
            before = self._blocking()
            if not before:
                return
            changed = self._turn(number)
            if self._blocking() > _HOPEFUL[min(number, 2)] * before + _FEW or (number >= _ALIKE and not changed):
                return

    def _blocking(self) -> int:
        return sum(finding.count for finding in self.report.of(Severity.BLOCK))

    def _turn(self, number: int) -> bool:
        """One round, the first being 0; whether anything was changed. ``report`` is of the outcome."""
        before = self.mask.copy()
        marks = self._marks()
        places = windows(marks, self._room)
        if number == 0:
            for action, step in _TIDYING:
                self._take(action, step, whole(self.mask))
        if any(MEANINGS[kind].geometry is Geometry.LOOSE for kind in self.report.marks):
            self._take(Action.TIED, steps.tied, whole(self.mask))
        for window in places:
            if number == 1:
                self._embolden(window)
            elif number:
                self._open(window)
                self._simplify(marks[window], window, _SPREAD[min(number, len(_SPREAD) + 1) - 2])
            self._fit(window, _PASSES[min(number, 1)])
        changed = not np.array_equal(self.mask, before)
        if changed:
            self.report = judge(replace(self.report.art, mask=self.mask.copy()), self.report.rules, self._keep)
        return changed

    @property
    def _room(self) -> float:
        """How far a step looks from what it changes."""
        return WEDGE_LENGTH * self._widest

    @property
    def _widest(self) -> float:
        """The largest limit of a width, in pixels."""
        widths = (Geometry.POSITIVE_WIDTH, Geometry.NEGATIVE_WIDTH, Geometry.ENCLOSED)
        return max(self._limits.get(each, 0) for each in widths)

    def _marks(self) -> Mask:
        marks = np.zeros_like(self.mask)
        blocking = {rule.kind for rule in self.report.rules.rules if rule.severity is Severity.BLOCK}
        for kind, mask in self.report.marks.items():
            # What hangs on nothing is looked at as a whole.
            if kind in blocking and MEANINGS[kind].geometry is not Geometry.LOOSE:
                marks |= mask
        return marks

    def _fit(self, window: Window, passes: int) -> None:
        for _ in range(passes):
            done = [self._take(action, step, window) for action, step in (*_FITTING, *_TIDYING)]
            if not any(done):
                return

    def _take(self, action: Action, step: Step, window: Window) -> bool:
        if step in self._textures:
            return False
        rows, columns = window
        changed = step(Shape(self.mask[rows, columns], self._keep, self.report.rules.cuts), self._limits)
        if window != whole(self.mask) and changed.any():
            changed = within_window(changed, window, self.mask.shape)
        if not changed.any() or not self._allowed(action, step, changed):
            return False
        self._change(action, changed, window)
        return True

    def _allowed(self, action: Action, step: Step, changed: Mask) -> bool:
        if action in _DUST:
            area = int(changed.sum())
            if area > self._dust_left:
                self._textures.add(step)
                return False
            self._dust_left -= area
        return True

    def _change(self, action: Action, changed: Mask, window: Window) -> None:
        self.mask[window] ^= changed
        height, width = self.mask.shape
        wide, high = self.report.art.size_mm
        boxes = label(touching(changed)).boxes() + np.array([window[1].start, window[0].start] * 2)
        scaled = (boxes * np.array([wide / width, high / height] * 2)).tolist()
        self.mends += [Mend(action, (left, top, right, bottom)) for left, top, right, bottom in scaled]

    def _embolden(self, window: Window) -> None:
        """Thin lines at the limit's width even beside their neighbours, where that makes nothing much darker."""
        mask = self.mask[window]
        grown = steps.emboldened(Shape(mask, self._keep, self.report.rules.cuts), self._limits)
        even = _blurred(mask ^ grown, _EVEN * self._widest) > _HALF
        grown |= within(grown, _EVEN * self._widest) & (even ^ mask)
        grown = within_window(grown, window, self.mask.shape)
        if (changed := grown & ~self._loud(grown, window)).any():
            self._change(Action.THICKENED, changed, window)

    def _open(self, window: Window) -> None:
        """Gaps at the limit's width even where a line gets thin by it, where that makes nothing much lighter."""
        opened = steps.opened(Shape(self.mask[window], self._keep, self.report.rules.cuts), self._limits)
        opened = within_window(opened, window, self.mask.shape)
        if (changed := opened & ~self._loud(opened, window)).any():
            self._change(Action.WIDENED, changed, window)

    def _simplify(self, marks: Mask, window: Window, spread: float) -> None:
        """Around the marks ink where the eye sees more of it than not, if that alters no tone and takes no line."""
        near = within(marks, self._widest)
        seen = _blurred(self.mask[window], spread * self._widest) > _HALF
        blurred = np.where(near, seen, self.mask[window])
        shape = Shape(blurred, self._keep, self.report.rules.cuts)
        blurred = blurred ^ steps.dropped(shape, self._limits) ^ steps.filled(shape, self._limits)
        changed = within_window(blurred ^ self.mask[window], window, self.mask.shape)
        regions = label(changed)
        boxes, (at, owner) = regions.boxes(), regions.pixels()
        plain = (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0) <= WEDGE_LENGTH * self._widest
        plain[owner[self._loud(changed, window).ravel()[at]]] = False
        changed, area = regions.mask(plain), int(regions.areas[plain].sum())
        if 0 < area <= self._simple_left:
            self._simple_left -= area
            self._change(Action.SIMPLIFIED, changed, window)

    def _loud(self, changed: Mask, window: Window) -> Mask:
        """Where a change would be seen as another tone than the original's: a hatching is not made black or bare."""
        now, first = (self.mask[window] ^ changed).view(np.uint8), self._original[window].view(np.uint8)
        tone = (_HALF + _HALF * now - _HALF * first).astype(np.uint8)
        seen = Image.fromarray(tone).filter(ImageFilter.BoxBlur(_TONE_CELL * self._widest / 2))
        by = np.asarray(seen, np.int16) - _HALF
        loud: Mask = (by > MOST_DARKER * _HALF) | (by < -MOST_LIGHTER * _HALF)
        return loud


def _blurred(mask: Mask, radius: float) -> np.ndarray:
    soft = Image.fromarray(mask.astype(np.uint8) * 255)
    return np.asarray(soft.filter(ImageFilter.GaussianBlur(radius)))
