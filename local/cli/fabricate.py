"""``luneo fabricate``: can this artwork be engraved, cut, printed or sewn, and if not, where and why?"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from local.cli.console import complain, out
from local.demo.generation import check_out, replace_folder
from luneo.errors import Invalid
from luneo.fabrication.rules.table import INKED, Keep, Material
from luneo.styles.catalogue import Process

if TYPE_CHECKING:
    from luneo.fabrication.rules.findings import Report
    from luneo.fabrication.rules.mending import Mended

DEFAULT_OUT = Path("build", "fabricate")
REPORT = "report.json"
MARKED, MENDED, MENDED_MARKED = "marked.png", "mended.png", "mended-marked.png"


def command(
    *,
    file: Annotated[Path, typer.Argument(help="The artwork: PNG, JPEG or WebP.", show_default=False)],
    size_mm: Annotated[str, typer.Option(help="Its finished size, width x height: 80x80.", show_default=False)],
    process: Annotated[Process, typer.Option(help="How it is made.", show_default=False)],
    material: Annotated[
        Material | None, typer.Option(help="Of what. Left out: the strictest limits of the process.")
    ] = None,
    keep: Annotated[
        Keep, typer.Option(help="Cutting only. ground: the ink is cut away, as in a stencil; ink: the ink is the part.")
    ] = Keep.GROUND,
    language: Annotated[str, typer.Option(help="en or fr.")] = "en",
    folder: Annotated[
        Path, typer.Option("--out", help="Where the files go; replaced when all of them are there.")
    ] = DEFAULT_OUT,
) -> int:
    """Check an artwork against what a machine can make; mark every place at fault, and mend what is safe to mend.

    Writes marked.png (every place ringed and numbered), report.json (the same as data), mended.png (the artwork put
    right, at its real size; for an engraver or a cutter in black alone) and, where something is left to do,
    mended-marked.png.

    Exits 0 when the artwork can be made, as it is or mended; 1 when it cannot, with the reason; 2 on wrong input.

    luneo fabricate logo.png --size-mm 60x40 --process engrave --material wood

    luneo fabricate fox.png --size-mm 120x120 --process cut --material paper --out build/stencil

    luneo fabricate charm.png --size-mm 50x50 --process cut --material acrylic --keep ink --language fr
    """
    from luneo.fabrication.rules.mending import mend
    from luneo.imaging.safe import open_image
    from luneo.imaging.zones import parse_size_mm

    check_out(folder, REPORT)
    size = parse_size_mm(size_mm)
    artwork = open_image(_read(file), what=f"The artwork {file.name}")
    mended = mend(artwork, size, process, material, keep=keep, plain=process in INKED)
    replace_folder(folder, _files(artwork, mended, language))
    _show(mended, language)
    out.print(f"files in [bold]{folder}[/bold]")
    if not mended.ok:
        complain(mended.after.reason(language))
    return 0 if mended.ok else 1


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise Invalid.at("#/file", f"{file} cannot be read: {fault.strerror}.") from fault


def _files(artwork: object, mended: "Mended", language: str) -> dict[str, bytes]:
    from PIL.Image import Image

    from luneo.fabrication.print_file import dpi_of
    from luneo.fabrication.rules.picture import marked_picture
    from luneo.imaging.colour import srgb_icc
    from luneo.imaging.safe import encode_png

    assert isinstance(artwork, Image)
    dpi = dpi_of(mended.artwork.size, mended.after.art.size_mm)
    files = {
        MARKED: encode_png(marked_picture(artwork, mended.before, language)),
        MENDED: encode_png(mended.artwork, dpi, icc=srgb_icc()),
        REPORT: json.dumps(mended.as_data(), ensure_ascii=False, indent=1).encode(),
    }
    if mended.mends and mended.after.findings:
        files[MENDED_MARKED] = encode_png(marked_picture(mended.artwork, mended.after, language))
    return files


def _show(mended: "Mended", language: str) -> None:
    from luneo.fabrication.rules.phrases import phrases

    words = phrases(language)
    out.print(f"[bold]{words.subject(mended.before)}[/bold]")
    out.print(words.verdict(mended.before))
    if mended.before.findings:
        out.print(_table(mended.before, mended.after, language))
    if mended.mends:
        done = ", ".join(f"{words.actions[action]} ({count})" for action, count in mended.counted().items())
        out.print(f"{words.mended}: {done}")
        out.print(words.verdict(mended.after))


def _table(before: "Report", after: "Report", language: str) -> Table:
    from luneo.fabrication.rules.findings import millimetres
    from luneo.fabrication.rules.phrases import phrases

    words = phrases(language)
    table = Table(box=None, pad_edge=False)
    for heading, justify in zip(words.headings, ("left", "right", "right", "right", "right"), strict=True):
        table.add_column(heading, justify="left" if justify == "left" else "right")
    was, now = before.counted(), after.counted()
    for kind in dict.fromkeys([*was, *now]):
        worst = next(one for one in (*before.findings, *after.findings) if one.rule.kind is kind)
        table.add_row(
            worst.rule.meaning.words(language).title,
            f"{millimetres(worst.measured_mm, language)} mm",
            f"{millimetres(worst.rule.limit_mm, language)} mm",
            str(was.get(kind, 0)),
            str(now.get(kind, 0)),
        )
    return table
