"""The functions' logs of the local cloud that runs, or ran last."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from local.cli.console import out
from local.cloud import ROOT, STATE
from local.records import LOG_FOLDER
from luneo.errors import NotFound

_LOOK_EVERY_S = 0.3


def command(
    function: Annotated[str, typer.Argument(help="A part of the function's name, such as `ai.generate`.")] = "",
    *,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes.")] = False,
) -> None:
    """Show what functions logged, oldest first.

    luneo logs                 everything

    luneo logs tasks --follow  the pipeline's tasks, as they run
    """
    folder = ROOT / STATE / LOG_FOLDER
    if not list(_files(folder, function)):
        raise NotFound(f"log of {function or 'a function'} yet: start `luneo up` and call it")
    positions: dict[Path, int] = {}
    _show(folder, function, positions)
    while follow:
        time.sleep(_LOOK_EVERY_S)
        _show(folder, function, positions)


def _files(folder: Path, function: str) -> Iterator[Path]:
    return (file for file in sorted(folder.glob("*.log")) if function in file.stem)


def _show(folder: Path, function: str, positions: dict[Path, int]) -> None:
    for file in _files(folder, function):
        start = positions.get(file, 0)
        if file.stat().st_size < start:
            start = 0
        with file.open("rb") as log:
            log.seek(start)
            fresh = log.read()
        positions[file] = start + len(fresh)
        for line in fresh.decode(errors="replace").splitlines():
            out.print(f"[cyan]{file.stem}[/cyan] ", end="")
            out.print(line, markup=False, soft_wrap=True)
