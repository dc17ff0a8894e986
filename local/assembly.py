"""The synthesised CDK assembly: made when the tree has changed, read always.

Synthesis runs in a process of its own, since the CDK keeps a Node process; an unchanged tree is read from the cache.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from local.template.model import Assembly, Stack
from luneo.errors import DomainError
from luneo.settings import Stage

SYNTHESIS_TIMEOUT_S = 120
KEEP_S = 3600
_CONTEXT = {"stage": Stage.LOCAL.value, "aws:cdk:disable-asset-staging": True, "aws:cdk:version-reporting": False}
# What a template is derived from; tests, sites and the local cloud itself change nothing in it.
_SOURCES = ("stacks", "functions", "statemachines", "layers", "cdk.json", "requirements")
_SUFFIXES = frozenset({".py", ".json", ".js", ".txt", ".toml"})


class SynthesisFailed(DomainError):
    """``python -m stacks.app`` did not give an assembly; the detail ends with what it said."""

    slug = "synthesis-failed"
    title = "The stacks could not be synthesised"


def synthesise(root: Path, cache: Path, *, fresh: bool = False) -> Path:
    """The folder of the assembly of the tree at ``root``, kept below ``cache`` by the content it was made from.

    Raises:
        SynthesisFailed: the CDK application failed.
    """
    folder = cache / content_hash(root)
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        _forget_old(cache)
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="unfinished-") as work:
            _run_cdk(root, Path(work, "assembly"))
            # Another process may have been faster; its assembly is as good.
            if not folder.exists():
                Path(work, "assembly").rename(folder)
    return folder


def _forget_old(cache: Path) -> None:
    """Remove assemblies that nobody can be reading any more."""
    for old in cache.glob("*"):
        if time.time() - old.stat().st_mtime > KEEP_S:
            shutil.rmtree(old, ignore_errors=True)


def content_hash(root: Path) -> str:
    """A hash of every file that the templates are derived from, by path and content, and of the CDK's version."""
    digest = hashlib.sha256(f"{version('aws-cdk-lib')} {root}".encode())
    for path in sorted(_sources(root)):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


def _sources(root: Path) -> Iterator[Path]:
    for name in _SOURCES:
        top = root / name
        found: Iterable[Path] = [top] if top.is_file() else top.rglob("*")
        yield from (path for path in found if path.suffix in _SUFFIXES and path.is_file())


def _run_cdk(root: Path, outdir: Path) -> None:
    environment = os.environ | {
        "CDK_OUTDIR": str(outdir),
        "CDK_CONTEXT_JSON": json.dumps(_CONTEXT),
        "CDK_VALIDATION": "false",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }
    command = [sys.executable, "-m", "stacks.app"]
    try:
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, timeout=SYNTHESIS_TIMEOUT_S)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise SynthesisFailed(f"`python -m stacks.app` failed:\n{said[-2000:]}") from None
    except subprocess.TimeoutExpired:
        raise SynthesisFailed(f"`python -m stacks.app` took over {SYNTHESIS_TIMEOUT_S} s.") from None


def read(folder: Path) -> Assembly:
    """Read an assembly from its folder; nested assemblies (CDK stages) are read too."""
    manifest = json.loads((folder / "manifest.json").read_text())
    artifacts: dict[str, Any] = manifest.get("artifacts", {})
    stacks = [
        _stack(folder, name, artifact)
        for name, artifact in artifacts.items()
        if artifact["type"] == "aws:cloudformation:stack"
    ]
    for artifact in artifacts.values():
        if artifact["type"] == "cdk:cloud-assembly":
            stacks += read(folder / artifact["properties"]["directoryName"]).stacks
    return Assembly(stacks)


def _stack(folder: Path, name: str, artifact: dict[str, Any]) -> Stack:
    properties = artifact["properties"]
    template_file = folder / properties["templateFile"]
    assets_file = template_file.with_name(template_file.name.replace(".template.json", ".assets.json"))
    assets = dict(_assets(folder, json.loads(assets_file.read_text()))) if assets_file.exists() else {}
    return Stack(properties.get("stackName", name), json.loads(template_file.read_text()), assets)


def _assets(folder: Path, document: dict[str, Any]) -> Iterator[tuple[str, Path]]:
    for asset in document.get("files", {}).values():
        source = (folder / asset["source"]["path"]).resolve()
        for destination in asset["destinations"].values():
            yield destination["objectKey"], source
