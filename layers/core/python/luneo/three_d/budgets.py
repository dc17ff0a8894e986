"""The size budgets of a model that is to load on a phone and open in AR."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from luneo.three_d.errors import InvalidModel


@dataclass(frozen=True, slots=True)
class Budget:
    """Two limits on one figure: above ``soft`` a warning is given, above ``hard`` the model is refused.

    ``label`` takes the measured figure, ``advice`` says how to get below it.
    """

    soft: int
    hard: int
    label: str
    advice: str

    def refuse_excess(self, measured: int) -> None:
        """Raise :class:`InvalidModel` above the hard limit."""
        if measured > self.hard:
            figure = self.label.format(f"{measured:,}")
            raise InvalidModel(f"The model has {figure}; at most {self.hard:,} can be used. {self.advice}")

    def warning(self, measured: int) -> str | None:
        """The sentence for a figure above the soft limit, else None."""
        if measured <= self.soft:
            return None
        figure = self.label.format(f"{measured:,}")
        return f"The model has {figure}; phones are served well up to {self.soft:,}. {self.advice}"


BUDGETS: Mapping[str, Budget] = MappingProxyType(
    {
        "bytes": Budget(
            3 * 1024**2, 5 * 1024**2, "{} bytes", "Use smaller textures, JPEG among them, or fewer triangles."
        ),
        "triangles": Budget(50_000, 100_000, "{} triangles", "Decimate the mesh."),
        "vertices": Budget(100_000, 300_000, "{} vertices", "Merge vertices or decimate the mesh."),
        "draw_calls": Budget(32, 1_000, "{} mesh parts", "Join the meshes that share a material."),
        "nodes": Budget(1_000, 10_000, "{} nodes", "Remove empty nodes and join meshes."),
        "texture_side": Budget(
            2048, 4096, "a texture {} pixels wide or high", "Scale textures to a power of two up to 2048."
        ),
        "usdz_bytes": Budget(
            8 * 1024**2, 25 * 1024**2, "{} bytes as USDZ", "Decimate the mesh or give it shared, smooth normals."
        ),
    }
)


def warnings_for(measured: Mapping[str, int]) -> Iterator[str]:
    """The soft-limit warnings for the figures at hand, in the order of :data:`BUDGETS`."""
    for name, budget in BUDGETS.items():
        if name in measured and (warning := budget.warning(measured[name])):
            yield warning
