"""``luneo cost``: one generation metered on the local cloud and priced by AWS's list."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any

import typer
from rich.table import Table

from local.cli.console import START_STEPS, Bar, bars, complain, out, started_cloud
from local.client import Api, ApiProblem
from local.cloud import ROOT, STATE, Engine, LocalCloud
from local.cost.bill import Assumptions, Line, compare, compute_lines, orchestration_line, service_lines, total
from local.cost.meter import Meter, Usage
from local.cost.run import metered
from local.demo.brand import SEED_STEPS
from local.demo.generation import GenerationFailed

VOLUMES = (1_000, 1_000_000)
PROVIDER_S = 20.0
RUNS = 3
_RECORDS = ROOT / STATE / "cost"


def command(
    *,
    provider_s: Annotated[float, typer.Option(min=0, help="Seconds the image model takes.")] = PROVIDER_S,
    views: Annotated[int, typer.Option(min=0, help="How often preview, poster and model are fetched.")] = 1,
    months: Annotated[float, typer.Option(min=0, help="How long the files are kept.")] = 12.0,
    runs: Annotated[int, typer.Option(min=1, max=50, help="Generations to meter; the median one counts.")] = RUNS,
    as_json: Annotated[bool, typer.Option("--json", help="Figures for a program instead of tables.")] = False,
) -> int:
    """Price a generation: meter it here, step by step, and apply AWS's published prices.

    luneo cost

    luneo cost --provider-s 35 --views 4 --months 24

    The image model's own price is not in it: that is per picture, and the same wherever the rest runs.
    """
    meter = Meter()
    with bars() as progress:
        preparing = Bar(progress, "local cloud and brand", START_STEPS + SEED_STEPS)
        generating = Bar(progress, "metered generations", runs + 1)
        with started_cloud(
            preparing,
            port=0,
            aws_port=0,
            engine=Engine.MOTO,
            verbose=False,
            show_codes=False,
            state=_RECORDS,
            meter=meter,
        ) as cloud:
            try:
                usage, assumed, cpu_s = asyncio.run(_measure(cloud, meter, runs, preparing, generating))
            except (GenerationFailed, ApiProblem) as error:
                complain(error.detail)
                return 1
    assumed = replace(assumed, provider_s=provider_s, views=views, kept_months=months)
    _report(usage, assumed, cpu_s, as_json=as_json)
    return 0


async def _measure(
    cloud: LocalCloud, meter: Meter, runs: int, preparing: Bar, generating: Bar
) -> tuple[Usage, Assumptions, float]:
    async with Api(cloud.origin) as api:
        measured = [
            one async for one in metered(api, cloud, meter, runs, preparing.did, lambda: generating.did("generated"))
        ]
    measured.sort(key=lambda one: one.cpu_s)
    median = measured[len(measured) // 2]
    return median.usage, median.assumed, median.cpu_s


def _report(usage: Usage, assumed: Assumptions, cpu_s: float, *, as_json: bool) -> None:
    compute, services = compute_lines(usage, assumed), service_lines(usage, assumed)
    orchestration = orchestration_line(assumed)
    ours, shared = total([*compute, orchestration]), total(services)
    days = compare(cpu_s, ours, shared, VOLUMES)
    if as_json:
        lines = {"compute": compute, "services": services, "orchestration": [orchestration]}
        figures = {name: [asdict(line) for line in found] for name, found in lines.items()}
        out.print_json(json.dumps({"assumed": asdict(assumed), "cpu_s": cpu_s, "lines": figures, "days": days}))
        return
    _print_lines([*compute, orchestration, *services], ours + shared)
    _print_days(days)


def _print_lines(lines: Iterable[Line], whole: float) -> None:
    table = Table(title="A generation, dearest first in each part", title_justify="left", box=None)
    table.add_column("what", style="bold")
    table.add_column("amount", justify="right")
    table.add_column("$ per 1,000", justify="right")
    for line in lines:
        table.add_row(line.what, line.amount, f"{line.dollars * 1000:.4f}")
    table.add_row("all of it", "", f"{whole * 1000:.4f}", style="bold")
    out.print(table)


def _print_days(days: Iterable[Mapping[str, Any]]) -> None:
    table = Table(
        title="A day, against the same pipeline in containers that are always on", title_justify="left", box=None
    )
    table.add_column("generations a day", justify="right", style="bold")
    for heading in ("Luneo", "containers", "tasks", "ratio"):
        table.add_column(heading, justify="right")
    for day in days:
        ratio = day["serverless"] / day["containers"]
        prices = (f"${day['serverless']:,.2f}", f"${day['containers']:,.2f}")
        table.add_row(f"{day['a_day']:,}", *prices, f"{day['tasks']:,}", f"{ratio:.2f}")
    out.print(table)
