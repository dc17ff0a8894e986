"""What is declared under ``functions/``, listed; and the documents made of it."""

from typing import Annotated

import typer
from rich.table import Table

from local.cli.console import complain, out


def routes() -> None:
    """List every route of the API: who may call it, with which permission, and the file that answers."""
    from luneo.catalogue import catalogue
    from luneo.http.route import Route
    from luneo.http.socket import SocketRoute

    table = Table(box=None, pad_edge=False)
    for heading in ("method", "path", "who", "permission", "file"):
        table.add_column(heading, style="bold" if heading == "path" else "", overflow="fold")
    for route in sorted(catalogue().of(Route), key=lambda route: (route.path, route.method)):
        who = ", ".join(sorted(route.callers)) or "open"
        table.add_row(route.method, route.path, who, route.permission or "-", _file(route.function.module))
    for socket in catalogue().of(SocketRoute):
        table.add_row("WS", socket.key, "ticket", "-", _file(socket.function.module))
    out.print(table)


def _file(module: str) -> str:
    return module.replace(".", "/") + ".py"


def openapi(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if a document is out of date.")
    ] = False,
) -> int:
    """Write docs/openapi.json and docs/permissions.md from the declarations."""
    from local.derived import documents
    from luneo.catalogue import catalogue

    if not check:
        for path in documents.write(catalogue()):
            out.print(f"wrote {path}")
        return 0
    stale = [
        path
        for path, text in documents.contents(catalogue()).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        complain(f"{path} is out of date: run `luneo openapi`.")
    return 1 if stale else 0


def thumbnails() -> None:
    """Draw the styles' thumbnails anew, into widget/thumbnails; after a change of a style."""
    from local.derived.thumbnails import write

    for path in write():
        out.print(f"wrote {path}")


def events(
    route: Annotated[str, typer.Argument(help='Method and path as `luneo routes` shows them: "POST /api/products".')],
) -> int:
    """Print an example event for a route: what its function is called with, for the Lambda console.

    luneo events "POST /api/ai/generate"
    """
    import importlib

    from local.derived.events import example_event
    from luneo.catalogue import catalogue
    from luneo.http.route import Route

    found = next((item for item in catalogue().of(Route) if item.key == route), None)
    if found is None:
        complain(f"There is no route {route!r}: `luneo routes` lists them.")
        return 2
    endpoint = importlib.import_module(found.function.module).handler
    out.print_json(data=example_event(endpoint))
    return 0


def permissions() -> None:
    """Show who may do what, as docs/permissions.md says it."""
    from rich.markdown import Markdown

    from local.derived import documents
    from luneo.catalogue import catalogue

    out.print(Markdown(documents.contents(catalogue())[documents.PERMISSIONS]))
