"""Where the command prints, and how it shows the local cloud's start."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from local.cloud import ROOT, STATE, Engine, Listeners, LocalCloud
from local.cost.meter import Meter

_PIPED_WIDTH = 160

out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
err = Console(stderr=True, highlight=False)

START_STEPS = 4


def complain(text: str) -> None:
    """One line on standard error."""
    err.print(f"luneo: {' '.join(text.split())}", style="bold red", markup=False, soft_wrap=True)


def bars() -> Progress:
    """Progress bars with what is going on and for how long."""
    return Progress(
        SpinnerColumn(finished_text="[green]✓[/green]"),
        TextColumn("{task.description}", table_column=None),
        BarColumn(bar_width=28),
        TextColumn("{task.fields[now]}", style="dim"),
        TimeElapsedColumn(),
        console=err,
    )


class Bar:
    """One bar that knows how to move and to name what it does."""

    def __init__(self, progress: Progress, title: str, total: float) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task(title, total=total, now="")

    def did(self, what: str) -> None:
        """One more part is done."""
        self._progress.update(self._task, advance=1, now=what)

    def at(self, completed: float, what: str) -> None:
        """Stand at an absolute position."""
        self._progress.update(self._task, completed=completed, now=what)


@contextmanager
def started_cloud(
    bar: Bar,
    *,
    port: int,
    aws_port: int,
    engine: Engine,
    verbose: bool,
    show_codes: bool,
    state: Path = ROOT / STATE,
    meter: Meter | None = None,
) -> Iterator[LocalCloud]:
    """A running local cloud whose start the bar shows; ``meter`` counts what is used."""
    listeners = Listeners(
        line=_show_line if verbose else _hide,
        refusal=_show_refusal,
        code=_show_code if show_codes else _hide,
        step=bar.did,
    )
    if meter:
        listeners = replace(listeners, invoked=meter.invoked, called=meter.called)
    with LocalCloud(port=port, aws_port=aws_port, engine=engine, state=state, listeners=listeners) as cloud:
        yield cloud


def _hide(*_: str) -> None:
    """Not wanted."""


def _show_line(function: str, line: str) -> None:
    out.print(f"[cyan]{function}[/cyan] ", end="")
    out.print(line, markup=False, soft_wrap=True)


def _show_refusal(message: str) -> None:
    err.print(f"not granted: {message}", style="bold red", markup=False, soft_wrap=True)


def _show_code(email: str, code: str, purpose: str) -> None:
    out.print(f"[dim]mail to[/dim] {email} [dim]({purpose}):[/dim] [bold]{code}[/bold]")
