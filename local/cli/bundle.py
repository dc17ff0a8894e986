"""``luneo bundle``: whether a generation's files are what its manifest says, and can be made again."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from local.cli.console import out
from local.rebuild import FAILURES, Finding, State, check, other_versions, read_manifest

app = typer.Typer(no_args_is_help=True, help="A generation's files as one bundle.")

_SAID = {
    State.SIGNED: "[green]✓[/green] as it was signed",
    State.REBUILT: "[green]✓[/green] made again, byte for byte",
    State.UNCHANGED: "[green]✓[/green] as the manifest says",
    State.DIFFERENT: "[red]✗[/red] made again, and not the same",
    State.CHANGED: "[red]✗[/red] not as the manifest says",
    State.MISSING: "[red]✗[/red] missing",
}


@app.callback()
def _group() -> None:
    """Keep `verify` a command of its own name."""


@app.command("verify")
def verify_command(
    folder: Annotated[Path, typer.Argument(help="A folder with manifest.json and the files that it names.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> int:
    """Make the production files again from the artwork and the manifest, and compare every byte before signing.

    Exit 0: all are the same. 1: a file differs, was changed or is missing. 2: there is no bundle.

    luneo bundle verify build/demo
    """
    manifest = read_manifest(folder)
    findings = list(check(folder, manifest))
    failed = [finding for finding in findings if finding.state in FAILURES]
    others = other_versions(manifest) if failed else []
    if as_json:
        out.print_json(data={"files": [asdict(finding) for finding in findings], "other_versions": others})
    else:
        _explain(findings, others)
    return 1 if failed else 0


def _explain(findings: list[Finding], others: list[str]) -> None:
    for finding in findings:
        where = f": first at byte {finding.offset:,}" if finding.offset is not None else ""
        out.print(f"{finding.name:<30} {_SAID[finding.state]}{where}", soft_wrap=True)
    if any(finding.state is State.UNCHANGED for finding in findings):
        out.print(
            "[dim]Making the others takes the product's own files or the provider: their hashes are compared.[/dim]"
        )
    if others:
        out.print(f"Made with other versions, which may be why: {', '.join(others)}.", markup=False, soft_wrap=True)
