"""Closing the production: the manifest that names every file, signed in its turn, and the bundle for the workshop."""

from collections.abc import Iterable
from typing import Any, Final

from luneo.fabrication.bundle import TEMPLATE, bundle, member_names
from luneo.generations.models import GenerationRow
from luneo.generations.production import production_of, resolution_of
from luneo.generations.steps import Step
from luneo.generations.target import PrintTarget
from luneo.generations.views import stored_files
from luneo.generations.written import text_of
from luneo.media.files import FileName, StoredFile
from luneo.media.manifest import manifest
from luneo.media.materials import FONTS, PROFILES, font_of, made_with
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.resources import Bucket
from luneo.schema import rfc3339
from luneo.typography.lettering import faces_used

REDUCED: Final = frozenset({FileName.PRINT_WEBP, FileName.PRINT_AVIF})
CLOSING: Final = frozenset({FileName.MANIFEST, FileName.MANIFEST_PROVENANCE, FileName.BUNDLE})


class Publishing:
    """Writes ``manifest.json`` once all other files are there, and ``bundle.zip`` where production is allowed."""

    def __init__(self, shelf: Shelf, naming: str = TEMPLATE) -> None:
        self._shelf = shelf
        self._naming = naming

    def work(self, row: GenerationRow) -> Outcome:
        """Make the manifest of what the steps before have stored, and the ZIP of what the workshop needs of it."""
        files = [file for file in stored_files(row) if file.name not in CLOSING]
        production = production_of(row)
        allowed = production is not None and production.allowed
        names = member_names(_bundled(files), self._naming, _naming(row)) if allowed else {}
        described = manifest(_facts(row) | {"bundle": names}, files)
        stored = self._shelf.vouched(row, self._shelf.put(row, FileName.MANIFEST, described))
        if allowed:
            contents = {name: self._shelf.file(row, FileName(name)) for name in names}
            stored += (self._shelf.put(row, FileName.BUNDLE, bundle(contents, described, names)),)
        return Outcome(stored)


def _bundled(files: Iterable[StoredFile]) -> list[str]:
    """What the workshop works from, and the preview to compare with; nothing that was reduced."""
    return [
        file.name
        for file in files
        if (file.name.bucket is Bucket.PRODUCTION and file.name not in REDUCED) or file.name is FileName.PREVIEW
    ]


def _naming(row: GenerationRow) -> dict[str, str]:
    target = PrintTarget.model_validate(row.target)
    return {
        "sku": target.sku or target.product_name,
        "product": target.product_name,
        "zone": target.zone,
        "process": target.process,
        "style": row.style,
        "generation": row.generation_id,
        "date": row.created_at.date().isoformat(),
    }


def _facts(row: GenerationRow) -> dict[str, Any]:
    target, picture, found = PrintTarget.model_validate(row.target), row.picture, resolution_of(row)
    production = production_of(row)
    return {
        "generation_id": row.generation_id,
        "created_at": rfc3339(row.created_at),
        "product": {"id": row.product_id, "name": target.product_name, "process": target.process},
        "zone": {
            "name": target.zone,
            "width_mm": target.size_mm[0],
            "height_mm": target.size_mm[1],
            "bleed_mm": target.bleed_mm,
        },
        "prompt": row.prompt,
        "redactions": row.redactions,
        "text": row.text,
        "changed_from": row.changed_from,
        "style": row.style,
        "seed": int(row.seed),
        "provider": picture["provider"],
        "model": picture["model"],
        "usage": picture["usage"],
        # How many of the brand's pictures there were to take after, and how many the provider looked at.
        **({"references": picture["references"]} if "references" in picture else {}),
        # What the provider charges for the answer, where its prices are known.
        "cost_microdollars": picture.get("cost_microdollars"),
        "native_dpi": picture["native_dpi"],
        # Who made the artwork finer where it was too coarse for its zone, or why nobody did.
        **({"detail": picture["detail"]} if "detail" in picture else {}),
        "effective_dpi": found.effective_dpi if found else None,
        "production": production.model_dump(mode="json") if production else None,
        "target": _target(row),
        "made_with": made_with() | {"profiles": PROFILES, "fonts": _fonts(row)},
        "durations_ms": {step: facts["ms"] for step, facts in row.steps.items() if Step(step) in row.finished_steps},
    }


def _fonts(row: GenerationRow) -> list[dict[str, str]]:
    text = text_of(row)
    faces = faces_used(text.content, text.font) if text else ()
    return [*FONTS, *(font_of(face) for face in faces)]


def _target(row: GenerationRow) -> dict[str, Any]:
    """What the production files depend on: the target without the product's own assets, which are not in the bundle."""
    return {name: value for name, value in row.target.items() if not name.endswith("_key")}
