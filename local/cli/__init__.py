"""The ``luneo`` command."""

import signal
import sys
from types import FrameType

import typer
from typer._click.exceptions import ClickException  # typer carries its own click and exports no base of its errors

from local.cli import bundle, cost, demo, doctor, fabricate, lists, logs, parity, provenance, providers, up
from local.cli.console import complain
from luneo.errors import DomainError

_HELP = """
Luneo on this machine: the whole cloud, without an AWS account.

[bold]First steps[/bold]

  luneo doctor          what this machine lacks

  luneo demo            one design from prompt to print files, in build/demo/

  luneo up              the shop, the API and its reference at http://127.0.0.1:8787

Everything that runs is read from the stacks that [bold]cdk deploy[/bold] ships: the same routes, the same grants, the
same state machine, the same handlers. Save a handler while [bold]luneo up[/bold] runs and the next request uses it.
"""

app = typer.Typer(
    help=_HELP,
    rich_markup_mode="rich",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("up")(up.command)
app.command("demo")(demo.command)
app.command("fabricate")(fabricate.command)
app.command("routes")(lists.routes)
app.command("openapi")(lists.openapi)
app.command("permissions")(lists.permissions)
app.command("events")(lists.events)
app.command("thumbnails")(lists.thumbnails)
app.command("logs")(logs.command)
app.command("cost")(cost.command)
app.command("parity")(parity.command)
app.command("doctor")(doctor.command)
app.add_typer(providers.app, name="providers")
app.add_typer(provenance.app, name="provenance")
app.add_typer(bundle.app, name="bundle")

BAD_INPUT = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line. 0: done; 1: it failed; 2: the input is wrong; 130: interrupted."""
    # A shell starts background commands with SIGINT ignored; it stops this one all the same.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code; a refusal is one line on standard error."""
    try:
        result = app(arguments, prog_name="luneo", standalone_mode=False)
    except ClickException as error:
        complain(error.format_message())
        return BAD_INPUT
    except DomainError as error:
        complain(error.detail)
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return result if isinstance(result, int) else 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
