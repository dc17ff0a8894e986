"""What a deployment should know of its image providers."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape

from local.cli.console import complain, out
from luneo.providers.prices import prices_of
from luneo.providers.retirement import Finding, Standing, finding
from luneo.settings import OPENAI, Stage, provider_names

KEY_VARIABLE = "OPENAI_API_KEY"
TIMEOUT_S = 20.0
_MARKS = {Standing.LIVE: "[green]✓[/green]", Standing.ENDING: "[yellow]![/yellow]"}
_STOP = "[red]✗[/red]"

app = typer.Typer(help="The image providers that a stage is configured for.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `check` a word of its own."""


@app.command("check")
def check(
    stage: Annotated[Stage, typer.Option(help="The stage that is to be deployed.")] = Stage.PROD,
    model: Annotated[str | None, typer.Option(help="Another model than the stage's, as in `-c image_model=`.")] = None,
) -> int:
    """Ask OpenAI whether the stage's image model still answers, and until when; exit 1 if it does not.

    OPENAI_API_KEY=… luneo providers check --stage prod
    """
    from stacks.environments import ENVIRONMENTS

    environment = ENVIRONMENTS[stage]
    if OPENAI not in provider_names(environment.image_provider):
        out.print(f"{stage} is configured for {environment.image_provider}: there is no model to check.")
        return 0
    key = os.environ.get(KEY_VARIABLE)
    if not key:
        complain(f"{KEY_VARIABLE} is not set: the model list is the account's own.")
        return 2
    return _report(_finding(key, model or environment.image_model))


def _finding(key: str, model: str) -> Finding:
    from luneo.adapters.openai.models import offered_models
    from luneo.adapters.openai.provider import connect

    return finding(model, offered_models(connect(key, timeout_s=TIMEOUT_S)), datetime.now(UTC).date())


def _report(found: Finding) -> int:
    out.print(f"{_MARKS.get(found.standing, _STOP)} {escape(found.model)}: {found.standing}. {found.detail}")
    if prices_of(found.model, datetime.now(UTC).date()) is None:
        out.print(f"[yellow]![/yellow] {escape(found.model)}: no price is known, so no cost will be stored.")
    return 1 if found.standing.stops_a_deployment else 0
