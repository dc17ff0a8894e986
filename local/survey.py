"""``python -m local.survey``: which styles can be made on what, by the fabrication rules; a table for the guide.

Every style that suits a process is drawn by the offline provider for zones of our own products and held to the rules,
as the pipeline does it. Takes minutes; ``--csv`` gives a line for each design, with what stands in its way.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pygltflib

from local.gallery.subjects import MODELS, artwork
from luneo.fabrication.canvas import canvas_px
from luneo.fabrication.rules.ink import NothingToMake
from luneo.fabrication.rules.mending import mend
from luneo.fabrication.rules.table import Keep, Material
from luneo.imaging.upscale import cover
from luneo.styles.catalogue import STYLES, Process
from luneo.three_d.glb import PRINT_ZONE

WISHES: Final = (("a fox under the moon", 11), ("a bouquet of roses", 3), ("a sailing boat", 7))


@dataclass(frozen=True, slots=True)
class Subject:
    """A product of ours, made of something by some process."""

    product: str
    process: Process
    material: Material
    keep: Keep = Keep.GROUND

    @property
    def size_mm(self) -> tuple[float, float]:
        """Its zone, as its model says."""
        model = pygltflib.GLTF2.load_from_bytes(MODELS[self.product]())
        zone = next(each for each in model.materials if each.name == PRINT_ZONE)
        return round(zone.extras["print_width_mm"], 1), round(zone.extras["print_height_mm"], 1)


SUBJECTS: Final = (
    Subject("ring", Process.ENGRAVE, Material.METAL),
    Subject("espresso_cup", Process.ENGRAVE, Material.GLASS),
    Subject("mug", Process.ENGRAVE, Material.METAL),
    Subject("bottle", Process.ENGRAVE, Material.METAL),
    Subject("phone_case", Process.ENGRAVE, Material.WOOD),
    Subject("phone_case", Process.ENGRAVE, Material.LEATHER),
    Subject("plaque", Process.ENGRAVE, Material.WOOD),
    Subject("plaque", Process.ENGRAVE, Material.ACRYLIC),
    Subject("tote", Process.ENGRAVE, Material.LEATHER),
    Subject("phone_case", Process.CUT, Material.LEATHER),
    Subject("plaque", Process.CUT, Material.PAPER),
    Subject("plaque", Process.CUT, Material.WOOD),
    Subject("plaque", Process.CUT, Material.ACRYLIC, Keep.INK),
)


@dataclass(frozen=True, slots=True)
class Design:
    """What came of one design: ``left`` counts what still stands in its way, ``seconds`` are of the processor."""

    subject: Subject
    style: str
    wish: str
    made: bool
    left: dict[str, int]
    seconds: float


def designs() -> Iterator[Design]:
    """Every style that suits a subject, with every wish."""
    for subject in SUBJECTS:
        fitting = [slug for slug, style in STYLES.items() if subject.process in style.processes]
        yield from (_design(subject, slug, *wish) for slug in fitting for wish in WISHES)


def _design(subject: Subject, style: str, wish: str, seed: int) -> Design:
    width, height = size_mm = subject.size_mm
    drawn = cover(artwork(style, canvas_px(size_mm, subject.process), wish, seed), width / height)
    began = time.process_time()
    try:
        mended = mend(drawn, size_mm, subject.process, subject.material, keep=subject.keep, plain=True)
        left = {kind.value: count for kind, count in mended.after.counted().items()}
        made = mended.ok
    except NothingToMake:
        made, left = False, {"nothing": 1}
    return Design(subject, style, wish, made, left, time.process_time() - began)


def table(found: list[Design]) -> str:
    """Markdown: of each subject's designs in each style, how many can be made."""
    styles = list(dict.fromkeys(each.style for each in found))
    lines = [f"| zone | {' | '.join(styles)} |", f"|---|{'---|' * len(styles)}"]
    for subject in dict.fromkeys(each.subject for each in found):
        cells = (
            [each.made for each in found if (each.subject, each.style) == (subject, style)] for style in styles
        )  # fmt: skip
        told = (f"{sum(cell)}/{len(cell)}" if cell else "" for cell in cells)
        lines.append(f"| {_named(subject)} | {' | '.join(told)} |")
    return "\n".join(lines)


def _named(subject: Subject) -> str:
    width, height = subject.size_mm
    kept = ", the ink stays" if subject.keep is Keep.INK else ""
    return f"{subject.product.replace('_', ' ')} {width:g} x {height:g} mm, {subject.process} {subject.material}{kept}"


def main(arguments: list[str]) -> int:
    """Print the table; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m local.survey", description=__doc__)
    parser.add_argument("--csv", action="store_true", help="a line for each design")
    options = parser.parse_args(arguments)
    found = []
    for each in designs():
        found.append(each)
        if options.csv:
            left = " ".join(f"{kind}:{count}" for kind, count in each.left.items())
            print(
                _named(each.subject), each.style, each.wish, each.made, left, f"{each.seconds:.2f}", sep=";", flush=True
            )
    seconds = sorted(each.seconds for each in found)
    print(table(found))
    print(
        f"\n{sum(each.made for each in found)} of {len(found)}; {seconds[len(seconds) // 2]:.1f} s of CPU at the median"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
