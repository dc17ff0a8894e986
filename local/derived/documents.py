"""The generated documents of ``docs/``: written by ``make openapi``, compared by a contract test."""

import json
from pathlib import Path

from local.derived import openapi, permissions
from luneo.catalogue import Catalogue
from luneo.http.route import Route

DOCS = Path(__file__).parents[2] / "docs"
OPENAPI = DOCS / "openapi.json"
PERMISSIONS = DOCS / "permissions.md"


def contents(catalogue: Catalogue) -> dict[Path, str]:
    """Every generated document and what it should say."""
    routes = catalogue.of(Route)
    return {
        OPENAPI: json.dumps(openapi.document(routes), indent=2, ensure_ascii=False, sort_keys=True) + "\n",
        PERMISSIONS: permissions.page(routes, catalogue.functions),
    }


def write(catalogue: Catalogue) -> list[Path]:
    """Write those that differ; their paths come back."""
    changed = [(path, text) for path, text in contents(catalogue).items() if not _says(path, text)]
    for path, text in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in changed]


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
