"""Pages in a real browser that tell everything they should not have done."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
STEP_MS = 60_000
"""The longest that a page may take for one thing: a design on a busy machine, a model drawn without a graphics card."""

UNANSWERED = ("net::ERR_", "WebSocket handshake")

_AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def visit(
    browser: Browser,
    origin: str,
    size: ViewportSize = PHONE,
    *,
    locale: str = "en-GB",
    also: tuple[str, ...] = (),
    unreachable: bool = False,
) -> Iterator[Page]:
    """A tab of its own, with nothing stored yet.

    At its end no script may have failed, no policy been violated, and no request gone elsewhere than to ``origin`` and
    the origins ``also`` named. ``unreachable`` expects the browser's own messages about requests without an answer.
    """
    hosts = {urlsplit(known).netloc for known in (origin, *also)}
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        expected = unreachable and any(sign in message.text for sign in UNANSWERED)
        if message.type == "error" and not expected:
            faults.append(message.text)

    def on_request(request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in {"http", "https"} and where.netloc not in hosts:
            faults.append(f"a request to {request.url}")

    with browser.new_context(base_url=origin, viewport=size, locale=locale, reduced_motion="reduce") as context:
        context.set_default_timeout(STEP_MS)
        page = context.new_page()
        page.on("console", on_console)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", on_request)
        page.on("websocket", lambda socket: _check_socket(socket.url, hosts, faults))
        yield page
    assert faults == []


def _check_socket(url: str, hosts: set[str], faults: list[str]) -> None:
    if urlsplit(url).netloc not in hosts:
        faults.append(f"a socket to {url}")


def assert_accessible(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 AA in what is shown now."""
    rules = json.dumps({"runOnly": _WCAG_22_AA})
    found = page.evaluate(f"{_AXE.read_text(encoding='utf-8')};axe.run(document, {rules})")
    violations = {fault["id"]: [node["target"] for node in fault["nodes"]] for fault in found["violations"]}
    assert violations == {}
    assert found["passes"]
