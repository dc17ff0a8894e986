"""A bundle's production files made again from its artwork and its manifest, by the pipeline's own steps."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from luneo.adapters.signing import signer_for_tests
from luneo.errors import Invalid
from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.media.files import FileName
from luneo.media.keys import production_key, sha256
from luneo.media.manifest import FORMAT
from luneo.media.materials import made_with
from luneo.pipeline.fabricating import ArtworkMending
from luneo.pipeline.printing import PrintExporting, Upscaling
from luneo.pipeline.sealing import Sealing
from luneo.pipeline.shelf import Shelf
from luneo.ports.objects import ObjectMissing, UploadForm
from luneo.provenance.containers import without_png_manifest
from luneo.provenance.errors import Unreadable
from luneo.provenance.verify import Verdict, verify
from luneo.resources import Bucket
from luneo.settings import Stage
from luneo.three_d.usdz import usdz_from_glb

_STEPS: Final = (Upscaling, PrintExporting)
# A bundle does not say whose it is, and nothing is read or written in that name.
_NOBODY: Final = "bundle"
_UNSIGNED: Final = "unsigned_sha256"


class State(StrEnum):
    """What became of a file; ``CHANGED``, ``DIFFERENT`` and ``MISSING`` are failures."""

    SIGNED = "signed"
    REBUILT = "rebuilt"
    UNCHANGED = "unchanged"
    DIFFERENT = "different"
    CHANGED = "changed"
    MISSING = "missing"


FAILURES: Final = frozenset({State.DIFFERENT, State.CHANGED, State.MISSING})


@dataclass(frozen=True, slots=True)
class Finding:
    """One file of the bundle.

    ``offset`` is the first byte that differs, of the bytes before signing, where those can be had.
    """

    name: str
    state: State
    offset: int | None = None


@dataclass
class Memory:
    """An object store without a cloud: the objects of one bundle or one generation by their keys."""

    objects: dict[str, bytes] = field(default_factory=dict)

    def get(self, bucket: Bucket, key: str, *, max_bytes: int) -> bytes:  # noqa: ARG002 - the port's signature
        if key not in self.objects:
            raise ObjectMissing(f"There is no {key.rsplit('/', 1)[-1]}.")
        return self.objects[key]

    def has(self, bucket: Bucket, key: str) -> bool:  # noqa: ARG002 - the same signature
        return key in self.objects

    def put(self, bucket: Bucket, key: str, data: bytes, media_type: str, *, immutable: bool = False) -> None:  # noqa: ARG002 - the port's signature
        self.objects[key] = data

    def delete(self, bucket: Bucket, key: str) -> None:  # noqa: ARG002 - the same signature
        self.objects.pop(key, None)

    def upload_form(self, bucket: Bucket, key: str, media_type: str, size_bytes: int) -> UploadForm:
        raise NotImplementedError("Nobody uploads without a cloud.")

    def download_url(self, bucket: Bucket, key: str, *, file_name: str) -> str:
        raise NotImplementedError("Nobody downloads without a cloud.")


class Unsealing(Sealing):
    """Leaves pictures as they were made, since signing them twice gives two files."""

    def sealed(self, row: GenerationRow, name: FileName, data: bytes) -> bytes:  # noqa: ARG002 - the same signature
        """The picture as it is."""
        return data


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a bundle.

    Raises:
        Invalid: the folder has none, or another document in its place.
    """
    try:
        document = json.loads((folder / FileName.MANIFEST).read_bytes())
        known = document["format"] == FORMAT and bool(document["files"]) and "target" in document
    except OSError as error:
        raise Invalid.at("#/folder", f"{folder / FileName.MANIFEST} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        known, document = False, {}
    if not known:
        raise Invalid.at("#/folder", f"{folder / FileName.MANIFEST} is no manifest of a generation ({FORMAT}).")
    return dict(document)


def check(folder: Path, manifest: dict[str, Any]) -> Iterator[Finding]:
    """Compare every file that the manifest names with its hash, and what can be made again with what is made.

    What needs the product's own photograph or model, which no bundle holds, is compared by hash alone.

    Raises:
        Invalid, UnreadableImage: the manifest or the artwork does not say what to make.
    """
    yield _manifest(folder)
    made = _made(folder, manifest)
    for described in manifest["files"]:
        name = Path(described["name"]).name
        try:
            data = (folder / name).read_bytes()
        except OSError:
            yield Finding(name, State.MISSING)
            continue
        yield _compared(name, data, described, made.get(name))


def _manifest(folder: Path) -> Finding:
    manifest, sidecar = (folder / name for name in (FileName.MANIFEST, FileName.MANIFEST_PROVENANCE))
    if not sidecar.is_file():
        return Finding(sidecar.name, State.MISSING)
    try:
        verdict = verify(manifest.read_bytes(), sidecar=sidecar.read_bytes()).verdict
    except Unreadable:
        verdict = Verdict.ALTERED
    return Finding(manifest.name, State.SIGNED if verdict is Verdict.INTACT else State.CHANGED)


def _compared(name: str, data: bytes, described: dict[str, Any], again: bytes | None) -> Finding:
    if again is None:
        return Finding(name, State.UNCHANGED if sha256(data) == described["sha256"] else State.CHANGED)
    unsigned = _unsigned(data, described)
    if unsigned is not None and unsigned != again:
        return Finding(name, State.DIFFERENT, _first_difference(unsigned, again))
    if described.get(_UNSIGNED, described["sha256"]) != sha256(again):
        return Finding(name, State.DIFFERENT)
    return Finding(name, State.REBUILT if sha256(data) == described["sha256"] else State.CHANGED)


def _unsigned(data: bytes, described: dict[str, Any]) -> bytes | None:
    """The bytes as they were before signing, where they can be had: only PNG keeps its credentials in one piece."""
    if described["media_type"] == FileName.ARTWORK.media_type:
        return without_png_manifest(data)
    return None if _UNSIGNED in described else data


def _first_difference(one: bytes, other: bytes) -> int:
    shared = min(len(one), len(other))
    return next((at for at in range(shared) if one[at] != other[at]), shared)


def _made(folder: Path, manifest: dict[str, Any]) -> dict[str, bytes]:
    """The production files anew, before signing, by name."""
    row, store = _row(manifest), Memory()
    artwork = folder / FileName.ARTWORK
    if not artwork.is_file():
        return {}
    store.objects[_key(row, FileName.ARTWORK)] = artwork.read_bytes()
    finer = folder / FileName.DETAILED
    if finer.is_file():
        store.objects[_key(row, FileName.DETAILED)] = finer.read_bytes()
        row.files = [{"name": FileName.DETAILED.value, "key": _key(row, FileName.DETAILED)}]
    shelf = Shelf(store, Unsealing(signer_for_tests(Stage.LOCAL)))
    works = [step(shelf).work for step in _STEPS]
    if PrintTarget.model_validate(row.target).by_rules:
        works.insert(0, ArtworkMending(shelf).work)
    for work in works:
        row.files += [asdict(file) for file in work(row).files]
    names = (FileName(file["name"]) for file in row.files if file["name"] != FileName.DETAILED)
    made = {name.value: store.objects[_key(row, name)] for name in names if not _is_sidecar(name)}
    model = folder / FileName.MODEL_GLB
    return made | ({FileName.MODEL_USDZ.value: usdz_from_glb(model.read_bytes())} if model.is_file() else {})


def _is_sidecar(name: FileName) -> bool:
    return any(other.sidecar is name for other in FileName)


def _key(row: GenerationRow, name: FileName) -> str:
    return production_key(row.tenant_id, row.generation_id, name)


def _row(manifest: dict[str, Any]) -> GenerationRow:
    try:
        return GenerationRow(
            tenant_id=_NOBODY,
            row=manifest["generation_id"],
            created_at=datetime.fromisoformat(manifest["created_at"]),
            text=manifest.get("text"),
            changed_from=manifest.get("changed_from"),
            target=manifest["target"] | {"photo_key": "", "maps_key": ""},
            style=manifest["style"],
            seed=manifest["seed"],
            prompt=manifest["prompt"],
            picture={"provider": manifest["provider"], "model": manifest["model"]}
            | {name: manifest[name] for name in ("detail",) if name in manifest},
            files=[],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid.at("#/folder", f"The manifest does not say how the files were made: {error}.") from None


def other_versions(manifest: dict[str, Any]) -> list[str]:
    """In words, what the bundle was made with and what is installed here, where the two differ."""
    then, now = (_versions(facts) for facts in (manifest.get("made_with", {}), made_with()))
    return [f"{name} {then[name]} (here {now.get(name, 'none')})" for name in then if then[name] != now.get(name)]


def _versions(facts: dict[str, Any]) -> dict[str, str]:
    libraries = {it["name"]: it["version"] for it in facts.get("libraries", ())}
    return {name: facts[name] for name in ("luneo", "python", "zlib", "machine") if name in facts} | libraries
