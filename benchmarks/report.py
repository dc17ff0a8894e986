"""How figures are shown: one table, ratios last."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One comparison; every cell is ``median (lower to upper quartile)``."""

    what: str
    rival: str
    ours: str
    theirs: str = ""
    ratio: str = ""


def show(rows: list[Row]) -> None:
    """Print the table, wide enough to paste."""
    table = Table(
        title="Ratios below 1 are in our favour; cells are median (quartiles)", title_justify="left", box=None
    )
    for heading in ("what", "against", "ours", "theirs", "ours / theirs"):
        table.add_column(heading, no_wrap=True)
    for row in rows:
        table.add_row(row.what, row.rival, row.ours, row.theirs, row.ratio)
    Console(width=220).print(table)
