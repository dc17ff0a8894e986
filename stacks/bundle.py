"""Build what a deployment uploads: ``build/assets/functions`` and ``build/layers/<name>``, without Docker.

``python -m stacks.bundle``. The wheels of the Lambda platform are fetched by uv from the locks in ``layers/``; the same
lock is not built twice. Bytecode is compiled by the Lambda's own Python version with unchecked hashes, since a missing
``.pyc`` doubles a cold start and a zip's timestamps cannot be trusted.
"""

import argparse
import hashlib
import os
import shutil
import struct
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from luneo.errors import DomainError
from luneo.resources import Layer
from stacks.layers import MEGABYTE, LayerDesign, budgets
from stacks.platform import ELF_MACHINE, PYTHON, WHEEL_PLATFORM
from stacks.trim import trim

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build"
FUNCTIONS = BUILD / "assets" / "functions"
LAYERS = BUILD / "layers"
LOCK = "requirements.txt"
_INSTALL_TIMEOUT_S = 600
_COMPILE_TIMEOUT_S = 300
_ELF = b"\x7fELF"
_SITE = "python"
_BYTECODE = shutil.ignore_patterns("__pycache__", "*.pyc")

Compile = Callable[[Path, str], None]


class BundleFailed(DomainError):
    """The deployment's files could not be built, or are not fit for the platform."""

    slug = "bundle-failed"
    title = "The bundle cannot be built"


def bundle(*, compile_with: Compile, only: Sequence[Layer] = tuple(Layer)) -> dict[str, int]:
    """Build the functions and the layers; gives each one's unzipped size in bytes.

    Raises:
        BundleFailed: a package cannot be had, holds code for another machine, or a budget is exceeded.
    """
    LAYERS.mkdir(parents=True, exist_ok=True)
    sizes = {"functions": _build_functions(compile_with)}
    for layer in only:
        sizes[layer.value] = build_layer(budgets().layers[layer], compile_with)
    return sizes


def _build_functions(compile_with: Compile) -> int:
    _copy(ROOT / "functions", FUNCTIONS / "functions")
    compile_with(FUNCTIONS, "/var/task")
    return _within("functions", FUNCTIONS, budgets().function_mb)


def build_layer(design: LayerDesign, compile_with: Compile) -> int:
    """Build one layer unless its lock and its description are those it was last built from; gives its size in bytes."""
    target = LAYERS / design.layer.value
    source = ROOT / "layers" / design.layer.value
    lock, own = source / LOCK, source / _SITE
    if design.layer is Layer.CORE:
        _copy(own, target / _SITE)
    elif not _is_current(target, design, lock):
        _install(design, lock, target / _SITE)
        trim(target / _SITE, design.drop)
        refuse_foreign_code(target)
        _stamp(target).write_text(_fingerprint(design, lock), encoding="utf-8")
    if own.exists() and design.layer is not Layer.CORE:
        _lay(own, target / _SITE)
    # Kept layers too: the last build may have gone without bytecode.
    compile_with(target, "/opt")
    return _within(design.layer.value, target, design.budget_mb)


def _is_current(target: Path, design: LayerDesign, lock: Path) -> bool:
    stamp = _stamp(target)
    return stamp.exists() and target.exists() and stamp.read_text(encoding="utf-8") == _fingerprint(design, lock)


def _stamp(target: Path) -> Path:
    # Beside the folder: inside, it would be uploaded.
    return target.with_suffix(".stamp")


def _fingerprint(design: LayerDesign, lock: Path) -> str:
    facts = f"{design.drop}{design.source_only}{PYTHON}{WHEEL_PLATFORM}".encode()
    return hashlib.sha256(lock.read_bytes() + facts).hexdigest()


def _install(design: LayerDesign, lock: Path, site: Path) -> None:
    shutil.rmtree(site.parent, ignore_errors=True)
    sources = [part for package in design.source_only for part in ("--no-binary", package)]
    command = [
        *(uv(), "pip", "install", "--quiet", "--target", str(site), "--no-deps", "--require-hashes"),
        *("--python-platform", WHEEL_PLATFORM, "--python-version", PYTHON, "--only-binary", ":all:", *sources),
        *("-r", str(lock)),
    ]
    _run(command, _INSTALL_TIMEOUT_S, f"Layer {design.layer.value} cannot be installed from its lock")


def uv() -> str:
    """The path of uv's executable.

    Raises:
        BundleFailed: uv is not installed.
    """
    from uv import find_uv_bin

    try:
        return str(find_uv_bin())
    except FileNotFoundError as error:
        raise BundleFailed("uv is not installed: run `pip install -r requirements/dev.txt`.") from error


def compiler(python: str | None = None) -> Compile:
    """How bytecode is made: by the interpreter of the Lambda's version, found by uv unless given.

    Raises:
        BundleFailed: this machine has no such interpreter.
    """
    interpreter = python or _interpreter()

    def compile_all(folder: Path, deployed_at: str) -> None:
        command = [
            *(interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"),
            *("-s", str(folder), "-p", deployed_at, str(folder)),
        ]
        _run(command, _COMPILE_TIMEOUT_S, f"Bytecode of {folder} cannot be compiled")

    return compile_all


def _interpreter() -> str:
    found = subprocess.run(  # noqa: S603 - our own arguments
        [uv(), "python", "find", "--no-python-downloads", PYTHON],
        capture_output=True,
        text=True,
        check=False,
        timeout=_COMPILE_TIMEOUT_S,
    )
    if found.returncode:
        raise BundleFailed(
            f"A deployment needs Python {PYTHON} to compile for the Lambda runtime: `uv python install {PYTHON}`. "
            "To look at the templates only, synthesise with -c assets=source."
        )
    return found.stdout.strip()


def no_bytecode(_folder: Path, _deployed_at: str) -> None:
    """Leave bytecode out: to weigh the layers on a machine without the Lambda's Python. Not for a deployment."""


def refuse_foreign_code(folder: Path) -> None:
    """Refuse machine code for another processor than Lambda's.

    Raises:
        BundleFailed: naming the first such file.
    """
    for file in sorted(folder.rglob("*")):
        if file.is_file() and ".so" in file.name:
            with file.open("rb") as content:
                head = content.read(20)
            if head[:4] == _ELF and struct.unpack("<H", head[18:20])[0] != ELF_MACHINE:
                raise BundleFailed(f"{file.relative_to(folder)} was built for another processor than {WHEEL_PLATFORM}.")


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target.parent, ignore_errors=True)
    shutil.copytree(source, target, ignore=_BYTECODE)


def _lay(source: Path, site: Path) -> None:
    """Put a layer's own packages, as they are now, beside those that its lock brings."""
    for package in source.iterdir():
        shutil.rmtree(site / package.name, ignore_errors=True)
        shutil.copytree(package, site / package.name, ignore=_BYTECODE)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _within(name: str, folder: Path, budget_mb: int) -> int:
    size = size_of(folder)
    if size > budget_mb * MEGABYTE:
        raise BundleFailed(f"{name} weighs {size / MEGABYTE:.1f} MB; stacks/layers.toml allows {budget_mb} MB.")
    return size


def _run(command: Sequence[str], timeout_s: int, what: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    try:
        subprocess.run(  # noqa: S603 - our own arguments
            command, check=True, capture_output=True, text=True, timeout=timeout_s, env=environment
        )
    except subprocess.CalledProcessError as error:
        raise BundleFailed(f"{what}: {(error.stderr or error.stdout).strip()[-600:]}") from error
    except subprocess.TimeoutExpired as error:
        raise BundleFailed(f"{what}: not done after {timeout_s} s.") from error


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, and print what everything weighs."""
    parser = argparse.ArgumentParser(prog="python -m stacks.bundle", description="Build functions and layers.")
    parser.add_argument("--without-bytecode", action="store_true", help="only to weigh the layers, not to deploy them")
    parser.add_argument("layers", nargs="*", type=Layer, help="only these layers")
    given = parser.parse_args(arguments)
    sizes = bundle(
        compile_with=no_bytecode if given.without_bytecode else compiler(), only=given.layers or tuple(Layer)
    )
    for name, size in sizes.items():
        print(f"{name:12}{size / MEGABYTE:8.1f} MB")  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
