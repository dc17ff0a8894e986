"""``luneo demo``: from a prompt to print files and AR models, through the real API."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from local.cli.console import START_STEPS, Bar, bars, complain, out, started_cloud
from local.client import Api, ApiProblem
from local.cloud import ROOT, STATE, Engine, LocalCloud
from local.demo.brand import SEED_STEPS, seed
from local.demo.generation import GenerationFailed, Wish, check_out, fetch_files, generate
from local.demo.product import DemoProduct, ProductOptions, product_of
from luneo.generations.wish import MAX_SEED
from luneo.media.files import FileName

DEFAULT_OUT = Path("build", "demo")
DEFAULT_PROMPT = "a fox in a birch forest under the moon, gold on navy"
DEFAULT_STYLE = "woodcut"
DEFAULT_SEED = 7
# Its own, so that the logs of a running `luneo up` stay.
_RECORDS = ROOT / STATE / "demo"


def command(
    *,
    photo: Annotated[Path | None, typer.Option(help="A product photo: PNG, JPEG or WebP.")] = None,
    zone: Annotated[
        str | None,
        typer.Option(help='The print zone on it, clockwise from the design\'s top left: "x1,y1 x2,y2 x3,y3 x4,y4".'),
    ] = None,
    size_mm: Annotated[str | None, typer.Option(help="The zone's real size, width x height: 200x90.")] = None,
    model: Annotated[Path | None, typer.Option(help="The product in 3D, as GLB.")] = None,
    prompt: Annotated[str, typer.Option(help="What the shopper wishes for.")] = DEFAULT_PROMPT,
    style: Annotated[str, typer.Option(help="A predefined style, such as woodcut.")] = DEFAULT_STYLE,
    seed_number: Annotated[
        int, typer.Option("--seed", min=0, max=MAX_SEED, help="Same seed, same picture.")
    ] = DEFAULT_SEED,
    folder: Annotated[
        Path, typer.Option("--out", help="Where the files go; replaced when all of them are there.")
    ] = DEFAULT_OUT,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the functions' logs as they come.")] = False,
) -> int:
    """Personalise a product: register a brand, publish a product, generate from a prompt, fetch every file.

    luneo demo

    luneo demo --prompt "my cat as a woodcut, gold on navy" --seed 12

    luneo demo --photo bag.jpg --zone "210,140 520,150 515,420 205,415" --size-mm 200x170 --out build/bag
    """
    check_out(folder)
    product = product_of(ProductOptions(photo, zone, size_mm, model))
    wish = Wish(prompt, style, seed_number)
    wish.check()
    with bars() as progress:
        preparing = Bar(progress, "local cloud and brand", START_STEPS + SEED_STEPS)
        generating = Bar(progress, "generation", 1.0)
        with started_cloud(
            preparing, port=0, aws_port=0, engine=Engine.MOTO, verbose=verbose, show_codes=False, state=_RECORDS
        ) as cloud:
            try:
                generation, files = asyncio.run(_run(cloud, product, wish, folder, preparing, generating))
            except GenerationFailed as error:
                complain(error.detail)
                return 1
            except ApiProblem as error:
                complain(error.detail)
                return 2 if error.is_ours else 1
    _summarise(generation, files, folder)
    return 0


async def _run(
    cloud: LocalCloud, product: DemoProduct, wish: Wish, folder: Path, preparing: Bar, generating: Bar
) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    async with Api(cloud.origin) as api:
        seeded = await seed(api, cloud.code_for, product, [cloud.origin], preparing.did)
        generation = await generate(api, seeded, wish, cloud.origin, lambda event: _show(generating, event))
        files = await fetch_files(api, generation, folder)
        generating.at(1.0, "all files fetched")
        return generation, files


def _show(bar: Bar, event: Mapping[str, Any]) -> None:
    data = event["data"]
    if "progress" in data:
        bar.at(data["progress"], str(data["step"]).replace("_", " "))


def _summarise(generation: Mapping[str, Any], files: list[Mapping[str, Any]], folder: Path) -> None:
    table = Table(title=f"{generation['style']}: {generation['prompt']}", title_justify="left", box=None)
    table.add_column("file", style="bold")
    for heading in ("size", "pixels", "millimetres", "sha256"):
        table.add_column(heading, justify="right")
    for file in files:
        pixels = f"{file['width_px']} x {file['height_px']}" if "width_px" in file else ""
        real = f"{file['width_mm']:g} x {file['height_mm']:g}" if "width_mm" in file else ""
        size = f"{file['size_bytes'] / 1000:,.0f} kB"
        table.add_row(file["name"], size, pixels, real, str(file["sha256"])[:12])
    out.print(table)
    if artwork := generation.get("artwork"):
        out.print(f"{artwork['native_dpi']:.0f} true dpi over the zone, seed {generation['seed']}")
    for block in generation.get("production", {}).get("blocks", ()):
        out.print(f"[yellow]production blocked[/yellow]: {block['detail']}")
    for file in files:
        for warning in file.get("warnings", ()):
            out.print(f"[yellow]{file['name']}[/yellow]: {warning}")
    out.print(f"[green]✓[/green] {len(files)} files in [bold]{folder}[/bold], signed by the test authority:")
    out.print(f"  luneo provenance verify {folder / FileName.PREVIEW}", markup=False, soft_wrap=True)
    out.print(f"  luneo bundle verify {folder}", markup=False, soft_wrap=True)
