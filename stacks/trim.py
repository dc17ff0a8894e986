"""What a layer can do without: tests, stubs, sources of compiled code, and botocore's data of services nobody calls."""

import ast
import shutil
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from stacks.slim import DATA, slim

ROOT = Path(__file__).parent.parent
_RUN_TIME_CODE = (ROOT / "layers" / "core" / "python" / "luneo", ROOT / "functions")


def trim(site: Path, drop: Iterable[str]) -> None:
    """Delete from a folder of installed packages what the patterns match, and what botocore does not need here."""
    for pattern in drop:
        for path in sorted(site.glob(pattern)):
            _delete(path)
    if (data := site / DATA).is_dir():
        whole = data.rename(data.with_name("whole-data"))
        slim(whole, data, botocore_services())
        _delete(whole)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def botocore_services() -> frozenset[str]:
    """The AWS services that run-time code calls, read from its ``aws.client("…")`` calls."""
    files = (file for folder in _RUN_TIME_CODE for file in folder.rglob("*.py"))
    return frozenset(name for file in files for name in services_in(file.read_text(encoding="utf-8")))


def services_in(source: str) -> Iterator[str]:
    """The literal service names of ``aws.client`` calls in a module's text."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="aws"), attr="client"), args=[ast.Constant(value=str(name)), *_]
            ):
                yield name
