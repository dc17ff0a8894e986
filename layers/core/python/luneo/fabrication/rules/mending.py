"""Mending: what can be put right without changing what the design shows, and a record of it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from luneo.fabrication.rules.bench import MOST_ROUNDS, Bench, Mend
from luneo.fabrication.rules.findings import Report
from luneo.fabrication.rules.ink import enlarged, inked, one_ink
from luneo.fabrication.rules.inspection import inspect, judge
from luneo.fabrication.rules.kinds import Action
from luneo.fabrication.rules.recolour import recoloured
from luneo.fabrication.rules.table import Keep, Material, RuleSet
from luneo.styles.catalogue import Process


@dataclass(frozen=True, slots=True)
class Mended:
    """The outcome: ``artwork`` (at least as fine as the one given), what was done, and the reports of both."""

    artwork: Image.Image = field(repr=False)
    mends: tuple[Mend, ...]
    before: Report
    after: Report

    @property
    def ok(self) -> bool:
        """Whether the mended artwork can be produced."""
        return self.after.ok

    def counted(self) -> dict[Action, int]:
        """How often each thing was done."""
        done = [mend.action for mend in self.mends]
        return {action: done.count(action) for action in Action if action in done}

    def require(self) -> None:
        """Raise ``NotProducible``, with what is still wrong and what to do, unless it can be produced."""
        self.after.require()

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        boxes = [
            {"action": mend.action.value, "box_mm": [round(value, 2) for value in mend.box_mm]} for mend in self.mends
        ]
        return {"ok": self.ok, "mends": boxes, "before": self.before.as_data(), "after": self.after.as_data()}


def mend(
    artwork: Image.Image,
    size_mm: tuple[float, float],
    process: Process,
    material: Material | None = None,
    *,
    keep: Keep = Keep.GROUND,
    rules: RuleSet | None = None,
    rounds: int = MOST_ROUNDS,
    plain: bool = False,
) -> Mended:
    """The artwork with its faults put right where that is safe, and inspected again as if it had come from outside.

    Specks and short tails are dropped, pinholes and blind slits filled, while they are few; loose pieces are tied where
    the process cuts; thin lines are thickened where no gap gets too narrow by it, narrow gaps widened where no line
    gets too thin. What is at fault then is mended in its turn, at most ``rounds`` times: in the second, thin lines are
    drawn boldly even beside their neighbours, and after that detail that is finer than the tool becomes what the eye
    makes of it, ink or none; both only where the tone of the original stays. Arguments and refusals are those of
    :func:`inspect`. The artwork keeps its colours, and a good one comes back as it is; as ``plain`` it comes in
    one ink, black on clear, mended or not.
    """
    before = inspect(artwork, size_mm, process, material, keep=keep, rules=rules)
    if before.ok and not plain:
        return Mended(artwork, (), before, before)
    # Drawn anew it has the raster's pixels, so it is mended at those it will be read at.
    fine = enlarged(artwork, size_mm, before.rules.finest_mm)
    first = before if fine is artwork else inspect(fine, size_mm, process, material, keep=keep, rules=before.rules)
    bench = Bench(first, keep)
    bench.mend(rounds)
    if not bench.mends and not plain:
        return Mended(artwork, (), before, before)
    better = one_ink(bench.mask) if plain else recoloured(artwork, first.art.mask, bench.mask)
    ink = inked(better, size_mm, before.rules.finest_mm)
    # What reads the same is judged already.
    same = np.array_equal(ink.mask, bench.mask)
    return Mended(better, tuple(bench.mends), before, bench.report if same else judge(ink, before.rules, keep))
