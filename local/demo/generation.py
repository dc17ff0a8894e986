"""One generation as a shopper asks for it, followed over the WebSocket, its files fetched and checked."""

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.client import Api
from local.demo.brand import Seeded
from luneo.errors import DomainError, Invalid
from luneo.prompts.prepare import prepare_prompt
from luneo.styles.catalogue import style

OnEvent = Callable[[Mapping[str, Any]], None]
MANIFEST = "manifest.json"


class GenerationFailed(DomainError):
    """The generation ended without a design; ``slug_of_reason`` is the API's stable reason."""

    slug = "generation-failed"
    title = "The generation failed"

    def __init__(self, reason: Mapping[str, Any]) -> None:
        super().__init__(f"{reason.get('detail', 'No reason was given.')} ({reason.get('slug', 'unknown')})")


class DamagedFile(DomainError):
    """A fetched file is not what the API said it is."""

    slug = "damaged-file"
    title = "A file arrived damaged"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the shopper asks for."""

    prompt: str
    style: str
    seed: int | None

    def check(self) -> None:
        """Refuse early what the API would refuse.

        Raises:
            Invalid: the prompt is empty or too long, or there is no such style.
        """
        prepare_prompt(self.prompt)
        style(self.style)


async def generate(api: Api, seeded: Seeded, wish: Wish, page_origin: str, on_event: OnEvent) -> dict[str, Any]:
    """Generate and follow to the end; the finished generation as its brand sees it.

    Raises:
        ApiProblem: the API refused the wish.
        GenerationFailed: it ended without a design.
    """
    session = await api.open_session(seeded.publishable_key, seeded.product_id, page_origin)
    body: dict[str, Any] = {"product_id": seeded.product_id, "prompt": wish.prompt, "style": wish.style}
    if wish.seed is not None:
        body["seed"] = wish.seed
    accepted = await api.generate(session["token"], body, page_origin)
    async for event in api.follow(accepted):
        on_event(event)
    finished = await api.generation(seeded.access_token, accepted["id"])
    if finished["status"] != "succeeded":
        raise GenerationFailed(finished.get("reason") or {})
    return finished


async def fetch_files(api: Api, generation: Mapping[str, Any], out: Path) -> list[Mapping[str, Any]]:
    """Fetch every file into ``out``, which is replaced only when all have come; the files' facts by name.

    Raises:
        DamagedFile: a file's hash is not the one the API gave.
    """
    files = sorted(generation["files"], key=lambda file: str(file["name"]))
    contents = await asyncio.gather(*(api.fetch(file["url"]) for file in files))
    for file, content in zip(files, contents, strict=True):
        if hashlib.sha256(content).hexdigest() != file["sha256"]:
            raise DamagedFile(f"{file['name']} is not the file that the API described.")
    replace_folder(out, {file["name"]: content for file, content in zip(files, contents, strict=True)})
    return files


def check_out(out: Path, written: str = MANIFEST) -> None:
    """Refuse to replace a folder that holds anything but the files of an earlier run, ``written`` among them.

    Raises:
        Invalid: it is no folder, or somebody else's.
    """
    if out.exists() and not out.is_dir():
        raise Invalid.at("#/out", f"{out} is a file; name a folder.")
    if out.is_dir() and any(out.iterdir()) and not (out / written).is_file():
        raise Invalid.at("#/out", f"{out} holds other files, which would be replaced; name a new or an empty folder.")


def replace_folder(out: Path, contents: Mapping[str, bytes]) -> None:
    """Put files into a folder, all or none: the former folder stays until the new one is whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in contents.items():
            (fresh / Path(name).name).write_bytes(content)
        fresh.chmod(0o755)
        if out.exists():
            former = fresh.with_name(fresh.name + "-former")
            out.rename(former)
            fresh.rename(out)
            shutil.rmtree(former)
        else:
            fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
