"""The browser the tests drive: an installed Chromium or Chrome, else one installed now.

Debian's package where this runs as root, Playwright's own build elsewhere: ``python -m local.browser`` sees to it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_PACKAGES = ("chromium", "fonts-dejavu-core")
_APT_TIMEOUT_S = 600

# Headless in a container, and silent: no request but the page's own leaves the browser.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowserError(Exception):
    """None is installed and none could be."""


def executable() -> Path | None:
    """The installed Chromium or Chrome; Playwright's own build counts."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found:
        return Path(found)
    return _MAC if _MAC.exists() else _playwrights()


def _playwrights() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def ensure() -> Path:
    """The browser's path, installing one first where there is none.

    Raises:
        NoBrowserError: the installation failed; the message says what to do by hand.
    """
    if not (path := executable()):
        print("→ Chromium for the browser tests", flush=True)
        _install()
        path = executable()
    if not path:
        raise NoBrowserError("Install Chromium or Chrome, then run this again.")
    return path


def _install() -> None:
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        subprocess.run([*apt, "update"], check=True, timeout=_APT_TIMEOUT_S)
        install = [*apt, "install", "-y", "--no-install-recommends", *_PACKAGES]
        subprocess.run(install, check=True, timeout=_APT_TIMEOUT_S, stdout=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True, timeout=_APT_TIMEOUT_S)


if __name__ == "__main__":
    try:
        ensure()
    except (NoBrowserError, subprocess.SubprocessError) as error:
        sys.exit(f"No browser for the tests: {error}")
