"""``luneo parity``: whether a print file prints what was approved."""

from pathlib import Path
from typing import Annotated

import typer

from local.cli.console import out
from luneo.errors import Invalid

MEDIA = {".png": "image/png", ".pdf": "application/pdf", ".svg": "image/svg+xml"}
DEFAULT_REPORT = Path("parity.png")


def command(
    print_file: Annotated[Path, typer.Argument(help="The production file: .png, .pdf or .svg.")],
    artwork: Annotated[Path, typer.Argument(help="The flat artwork that was approved, trimmed: PNG, JPEG or WebP.")],
    *,
    size_mm: Annotated[str, typer.Option(help="The finished size, width x height: 200x90.")],
    bleed_mm: Annotated[float, typer.Option(min=0, max=50, help="What a PNG carries beyond it on each side.")] = 0.0,
    report_file: Annotated[Path, typer.Option("--out", help="Where the report goes, as PNG.")] = DEFAULT_REPORT,
) -> int:
    """Hold a print file against the approved artwork, and draw where they differ.

    Exit status: 0 it prints what was approved, 1 it does not, 2 the input is wrong.

    luneo parity print.pdf artwork.png --size-mm 200x90

    luneo parity print.png artwork.png --size-mm 200x90 --bleed-mm 3 --out report.png
    """
    from luneo.fabrication.parity import check
    from luneo.fabrication.parity.report import report
    from luneo.imaging.safe import encode_png, open_image

    size = _size(size_mm)
    media_type = MEDIA.get(print_file.suffix.lower(), "")
    if not media_type:
        raise Invalid.at("#/print_file", f"{print_file} is none of {', '.join(MEDIA)}.")
    approved = open_image(_bytes(artwork), what="The artwork")
    verdict = check(_bytes(print_file), media_type, approved, size, bleed_mm=bleed_mm)
    report_file.write_bytes(encode_png(report([(print_file.name, verdict)])))
    for found in verdict.findings:
        out.print(f"[red]✗[/red] [bold]{found.kind.value}[/bold] {found.detail['en']}")
    if verdict.passed:
        out.print(f"[green]✓[/green] {print_file} prints what was approved")
    out.print(f"[dim]report in[/dim] {report_file}")
    return 0 if verdict.passed else 1


def _size(text: str) -> tuple[float, float]:
    try:
        width, height = (float(side) for side in text.lower().split("x"))
    except ValueError:
        width = height = 0.0
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise Invalid.at("#/size_mm", f"--size-mm is width x height in millimetres, such as 200x90; {text!r} is not.")
    return width, height


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid.at("#/file", f"{path} cannot be read: {error.strerror}.") from error
