"""Closing the bundle: the manifest that names every file."""

from typing import Any

from luneo.generations.models import GenerationRow
from luneo.generations.production import production_of, resolution_of
from luneo.generations.steps import Step
from luneo.generations.target import PrintTarget
from luneo.generations.views import stored_files
from luneo.media.files import FileName
from luneo.media.manifest import manifest
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.schema import rfc3339


class Publishing:
    """Writes ``manifest.json`` once all other files are there."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make the manifest of what the steps before have stored."""
        files = [file for file in stored_files(row) if file.name is not FileName.MANIFEST]
        return Outcome((self._shelf.put(row, FileName.MANIFEST, manifest(_facts(row), files)),))


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
        "style": row.style,
        "seed": int(row.seed),
        "provider": picture["provider"],
        "model": picture["model"],
        "usage": picture["usage"],
        # What the provider charges for the answer, where its prices are known.
        "cost_microdollars": picture.get("cost_microdollars"),
        "native_dpi": picture["native_dpi"],
        "effective_dpi": found.effective_dpi if found else None,
        "production": production.model_dump(mode="json") if production else None,
        "durations_ms": {step: facts["ms"] for step, facts in row.steps.items() if Step(step) in row.finished_steps},
    }
