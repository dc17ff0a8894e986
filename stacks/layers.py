"""The layers as ``layers.toml`` describes them: budgets, what is left out, what needs what."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from luneo.resources import Layer

_DESCRIPTION = Path(__file__).parent / "layers.toml"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class LayerDesign:
    """One layer. ``source_only`` packages have no wheel and are built; ``needs`` must stand beside it in a function."""

    layer: Layer
    budget_mb: int
    drop: tuple[str, ...]
    source_only: tuple[str, ...]
    needs: frozenset[Layer]


@dataclass(frozen=True, slots=True)
class Budgets:
    """All layers, and the bounds that hold for a function with its layers; megabytes are 10^6 bytes unzipped."""

    layers: dict[Layer, LayerDesign]
    function_mb: int
    total_mb: int


@lru_cache(maxsize=1)
def budgets() -> Budgets:
    """Read ``layers.toml``."""
    text = _DESCRIPTION.read_text(encoding="utf-8")
    document = tomllib.loads(text)
    everywhere = tuple(document["drop"])
    layers = {
        layer: LayerDesign(
            layer,
            described["budget_mb"],
            everywhere + tuple(described.get("drop", ())),
            tuple(described.get("source_only", ())),
            frozenset(Layer(name) for name in described.get("needs", ())),
        )
        for layer in Layer
        for described in (document["layers"][layer.value],)
    }
    return Budgets(layers, document["function_budget_mb"], document["total_budget_mb"])
