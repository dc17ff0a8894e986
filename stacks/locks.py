"""Pin the layers' requirements: ``python -m stacks.locks`` writes ``layers/<name>/requirements.txt`` with hashes.

Versions follow ``requirements/dev.txt``, so that what is tested is what is shipped. Every function has the web layer,
so the other layers leave out what web already holds, and what is in a layer that they need beside them.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from luneo.resources import Layer
from stacks.bundle import LOCK, ROOT, uv
from stacks.layers import budgets
from stacks.platform import PYTHON, WHEEL_PLATFORM

DEVELOPMENT_LOCK = ROOT / "requirements" / "dev.txt"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_TIMEOUT_S = 300


def lock_file(layer: Layer) -> Path:
    """Where a layer's pins are."""
    return ROOT / "layers" / layer.value / LOCK


def pins(lock: Path) -> dict[str, str]:
    """A lock's packages and their versions."""
    return dict(_PIN.findall(lock.read_text(encoding="utf-8")))


def compile_lock(layer: Layer, leave_out: Iterable[str]) -> None:
    """Write one layer's lock."""
    folder = lock_file(layer).parent
    omitted = [part for name in leave_out for part in ("--no-emit-package", name)]
    command = [
        *(uv(), "pip", "compile", "--quiet", "--generate-hashes", "--no-header", "--no-annotate"),
        *("--constraint", str(DEVELOPMENT_LOCK), "--python-platform", WHEEL_PLATFORM, "--python-version", PYTHON),
        *(*omitted, "--output-file", str(folder / LOCK), str(folder / "requirements.in")),
    ]
    subprocess.run(command, check=True, timeout=_TIMEOUT_S)  # noqa: S603 - our own arguments


def main() -> None:
    """Write every lock, the web layer's first."""
    compile_lock(Layer.WEB, ())
    for layer in sorted(set(Layer) - {Layer.CORE, Layer.WEB}, key=lambda layer: len(budgets().layers[layer].needs)):
        beside = {Layer.WEB} | budgets().layers[layer].needs
        compile_lock(layer, {name for other in beside for name in pins(lock_file(other))})


if __name__ == "__main__":
    main()
