"""Models as customers send them: real GLBs of an npm package (CC0), made ready as publishing does."""

import base64
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from local.cloud import ROOT
from luneo.three_d.plain import plain_glb
from luneo.three_d.projection import projected_glb

PACKAGE: Final = "@pmndrs/assets"
_MODELS: Final = ROOT / "node_modules" / PACKAGE / "models"
_SUFFIX: Final = ".glb.js"
_DATA: Final = re.compile(r"base64,([A-Za-z0-9+/=]+)")


@cache
def customers_models() -> Mapping[str, bytes]:
    """Every model of the package by its name; those without texture coordinates have a projection."""
    return {
        path.name.removesuffix(_SUFFIX): projected_glb(plain_glb(_held(path.read_text(encoding="utf-8"))))
        for path in sorted(_MODELS.glob(f"*{_SUFFIX}"))
    }


def _held(module: str) -> bytes:
    """The GLB that a module of the package carries as a data address."""
    found = _DATA.search(module)
    if found is None:
        raise ValueError(f"A module of {PACKAGE} carries no model: another version of the package?")
    return base64.b64decode(found[1])
