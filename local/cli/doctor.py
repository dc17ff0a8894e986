"""What this machine lacks."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rich.table import Table

from local.cli.console import out
from local.cloud import AWS_PORT, GATEWAY_PORT, ROOT, SITES
from local.engines.loopback import HOST

_NODE = 20
_JAVA_FOR = "the second DynamoDB engine (`luneo up --dynamodb local`)"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for. ``needed`` things stop the local cloud; the others only one feature."""

    what: str
    found: str | None
    remedy: str
    needed: bool = True


def command() -> int:
    """Look for everything that the other commands need, and say how to get what is missing."""
    findings = list(_findings())
    table = Table(box=None, pad_edge=False, show_header=False)
    for finding in findings:
        mark = "[green]✓[/green]" if finding.found else "[red]✗[/red]" if finding.needed else "[yellow]-[/yellow]"
        table.add_row(mark, finding.what, finding.found or finding.remedy)
    out.print(table)
    return 1 if any(finding.needed and not finding.found for finding in findings) else 0


def _findings() -> Iterator[Finding]:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    yield Finding("Python", python if sys.version_info >= (3, 11) else None, "install Python 3.11 or newer")
    yield Finding("Node", _node(), f"install Node {_NODE} or newer: the CDK runs on it")
    modules = ROOT / "node_modules"
    yield Finding("Node packages", "installed" if modules.is_dir() else None, "run `make setup`", needed=False)
    pages = ROOT / SITES / "index.html"
    yield Finding("pages", str(ROOT / SITES) if pages.exists() else None, "run `npm run build`", needed=False)
    for port in (GATEWAY_PORT, AWS_PORT):
        yield Finding(f"port {port}", "free" if _is_free(port) else None, "in use: stop what uses it, or `--port 0`")
    yield Finding("Java", shutil.which("java"), f"install Java 17 for {_JAVA_FOR}", needed=False)
    yield Finding("Maven", shutil.which("mvn"), f"install Maven for {_JAVA_FOR}", needed=False)
    yield Finding("browser", _browser(), "run `make browser`: the end-to-end tests drive one", needed=False)


def _node() -> str | None:
    node = shutil.which("node")
    if node is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=10)
    major = version.stdout.strip().lstrip("v").partition(".")[0]
    return version.stdout.strip() if major.isdigit() and int(major) >= _NODE else None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _browser() -> str | None:
    from local import browser

    path = browser.executable()
    return str(path) if path else None
