"""``luneo provenance``: what a file tells of its origin and whether that holds; the test authority's root."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509

from local.cli.console import out
from luneo.adapters.signing import TEST_AUTHORITY, root_for_tests
from luneo.errors import Invalid
from luneo.media.files import SIDECAR
from luneo.provenance.facts import COMPOSED_WITH_MODEL, MADE_BY_MODEL
from luneo.provenance.verify import Action, Report, Verdict, verify

app = typer.Typer(no_args_is_help=True, help="Where a file comes from, and whether it is as it was signed.")

_HEADLINES = {
    Verdict.INTACT: "[green]✓[/green] signed, and not one byte has changed since",
    Verdict.ALTERED: "[red]✗[/red] altered: not what was signed",
    Verdict.UNTRUSTED: "[red]✗[/red] signed and unchanged, but by nobody whom you trust",
    Verdict.UNSIGNED: "[red]✗[/red] not signed",
}
_SOURCES = {
    MADE_BY_MODEL: "made by a generative model",
    COMPOSED_WITH_MODEL: "composed: a picture by a generative model laid on something else",
}
_ACTIONS = {
    "c2pa.created": "created",
    "c2pa.edited": "edited",
    "c2pa.opened": "opened",
    "c2pa.converted": "converted",
    "c2pa.published": "published",
}


@app.command("verify")
def verify_command(
    file: Annotated[Path, typer.Argument(help="A picture, a document or a model.")],
    *,
    sidecar: Annotated[
        Path | None, typer.Option(help=f"Its signed statement; FILE{SIDECAR} beside it is found by itself.")
    ] = None,
    trust: Annotated[
        Path | None, typer.Option(help="A PEM of root certificates: whoever they do not vouch for is refused.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> int:
    """Say who signed a file, how it was made, and whether a byte has changed since.

    Exit 0: signed and unchanged (and vouched for, with --trust). 1: altered, unsigned or not trusted. 2: bad input.

    luneo provenance verify build/demo/preview.png

    luneo provenance verify build/demo/model.glb --trust root.pem --json
    """
    beside = sidecar or _found_beside(file)
    roots = _read(trust, "trust").decode("ascii", "replace") if trust else ""
    report = verify(_read(file, "file"), sidecar=_read(beside, "sidecar") if beside else None, roots=roots)
    if as_json:
        out.print_json(data=asdict(report))
    else:
        _explain(file, beside, report, roots)
    return 0 if report.verdict is Verdict.INTACT else 1


@app.command("root")
def root_command() -> int:
    """Print the test authority's root certificate, which the laptop's signatures lead to.

    luneo provenance root > root.pem
    """
    print(root_for_tests(), end="")
    return 0


def _found_beside(file: Path) -> Path | None:
    beside = file.with_name(file.name + SIDECAR)
    return beside if beside.is_file() else None


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid.at(f"#/{what}", f"The {what} {path} cannot be read: {error.strerror}.") from None


def _explain(file: Path, beside: Path | None, report: Report, roots: str) -> None:
    out.print(f"[bold]{file.name}[/bold]: {_HEADLINES[report.verdict]}")
    for problem in report.problems:
        _line("problem", problem)
    where = f"{report.carrier} ({beside.name})" if beside and report.carrier else report.carrier
    for label, text in (
        ("found in", where),
        ("signed by", report.signer),
        ("trusted by", _trust(report, roots)),
        ("signed at", report.signed_at or ("not stated: no timestamp authority was asked" if report.signer else "")),
        ("made with", report.generator),
        ("source", _SOURCES.get(report.source_type, report.source_type)),
        ("generation", report.generation_id),
        ("from", report.changed_from),
    ):
        _line(label, text)
    for action in report.actions:
        _line(_ACTIONS.get(action.name, action.name), _told(action))


def _line(label: str, text: str) -> None:
    if text:
        out.print(f"  {label:<11} {text}", markup=False, soft_wrap=True)


def _trust(report: Report, roots: str) -> str:
    if not report.signer:
        return ""
    if report.trusted is None:
        test = ", whose key everybody knows" if TEST_AUTHORITY in report.signer else ""
        return f"nobody was named (--trust ROOT.pem): the name above is what the signer says of itself{test}"
    names = ", ".join(it.subject.rfc4514_string() for it in x509.load_pem_x509_certificates(roots.encode()))
    return names if report.trusted else f"nobody: no chain leads to {names}"


def _told(action: Action) -> str:
    parts = (action.description, f"by {action.by}" if action.by else "", action.when)
    return ", ".join(part.rstrip(".") for part in parts if part)
