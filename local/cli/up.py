"""``luneo up``: the whole cloud, a demonstration brand in it, until Ctrl-C."""

import asyncio
import signal
from contextlib import ExitStack
from typing import Annotated

import typer
from rich.table import Table

from local.cli.console import START_STEPS, Bar, bars, out, started_cloud
from local.client import Api
from local.cloud import AWS_PORT, GATEWAY_PORT, Engine, LocalCloud
from local.demo.brand import SEED_STEPS, Seeded, seed, write_config


def command(
    *,
    port: Annotated[
        int, typer.Option(help="The gateway's port; AWS is on the next one. 0 takes free ones.")
    ] = GATEWAY_PORT,
    dynamodb: Annotated[
        Engine, typer.Option(help="What serves DynamoDB: moto, or Amazon's own DynamoDB Local (needs Java).")
    ] = Engine.MOTO,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the functions' logs as they come.")] = False,
    demo: Annotated[bool, typer.Option(" /--no-demo", help="Do not register the demonstration brand.")] = True,
) -> None:
    """Run everything the stacks describe, and keep running.

    luneo up                    http://127.0.0.1:8787, with a demonstration shop

    luneo up --verbose          and what every function logs

    luneo up --dynamodb local   on Amazon's DynamoDB Local instead of moto

    luneo up --port 0           beside another one
    """
    aws_port = port + AWS_PORT - GATEWAY_PORT if port else 0
    with ExitStack() as running:
        with bars() as progress:
            bar = Bar(progress, "local cloud", START_STEPS + (SEED_STEPS if demo else 0))
            cloud = running.enter_context(
                started_cloud(bar, port=port, aws_port=aws_port, engine=dynamodb, verbose=verbose, show_codes=True)
            )
            seeded = asyncio.run(_seed(cloud, bar)) if demo else None
        _announce(cloud, seeded)
        # Last entered, first left: it speaks before the cloud stops.
        running.callback(out.print, "[dim]stopping…[/dim]")
        signal.pause()


async def _seed(cloud: LocalCloud, bar: Bar) -> Seeded:
    from local.demo.product import ProductOptions, product_of

    async with Api(cloud.origin) as api:
        seeded = await seed(api, cloud.code_for, product_of(ProductOptions()), [cloud.origin], bar.did)
    write_config(seeded, cloud.pages)
    return seeded


def _announce(cloud: LocalCloud, seeded: Seeded | None) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    pages = {
        "shop": "/",
        "API reference": "/reference/",
        "OpenAPI document": "/api/openapi.json",
        "API": "/api/health",
    }
    for name, path in pages.items():
        table.add_row(f"[bold]{name}[/bold]", f"{cloud.origin}{path}")
    table.add_row("[bold]AWS endpoint[/bold]", cloud.aws.endpoints.aws)
    if seeded:
        table.add_row("[bold]demo brand[/bold]", seeded.brand)
        table.add_row("[bold]sign-in[/bold]", f"{seeded.email}  {seeded.password}")
        table.add_row("[bold]publishable key[/bold]", seeded.publishable_key)
    out.print(table)
    for kind, count in cloud.deployed.left_out.items():
        out.print(f"[yellow]left out:[/yellow] {count} x {kind}, which local/provision/registry.py does not know")
    if not (cloud.pages / "index.html").exists():
        out.print("[yellow]The pages are not built yet:[/yellow] npm run build")
    out.print("[dim]Save a handler and the next request uses it. Ctrl-C stops everything.[/dim]")
