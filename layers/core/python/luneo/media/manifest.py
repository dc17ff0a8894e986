"""The manifest of a generation: what was made, from what, by whom, and each file's identity."""

import json
from collections.abc import Iterable
from typing import Any

from luneo.media.files import StoredFile

FORMAT = "luneo-manifest-1"


def manifest(facts: dict[str, Any], files: Iterable[StoredFile]) -> bytes:
    """The manifest as JSON, the same bytes for the same facts.

    ``facts`` tell of the wish and the making; the files come in the order of their names.
    """
    described = [_described(file) for file in sorted(files, key=lambda file: file.name)]
    document = {"format": FORMAT} | facts | {"files": described}
    return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _described(file: StoredFile) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": file.name.value,
        "media_type": file.name.media_type,
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
    }
    if file.unsigned_sha256:
        described["unsigned_sha256"] = file.unsigned_sha256
    if file.size_px:
        described |= {"width_px": file.size_px[0], "height_px": file.size_px[1]}
    if file.size_mm:
        described |= {"width_mm": file.size_mm[0], "height_mm": file.size_mm[1]}
    if file.warnings:
        described["warnings"] = list(file.warnings)
    return described
