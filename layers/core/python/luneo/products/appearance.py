"""What a zone's preview shows, by what the product's process can make."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from luneo.errors import Fault
from luneo.fabrication.rules.table import INKED, Material, UnknownRules, rule_set
from luneo.imaging.finishes import Finish, Surface
from luneo.products.schemas import ZoneSpec
from luneo.styles.catalogue import Process

_PRINTED: Final = frozenset({Finish.PRINT})
_MADE_BY: Final[Mapping[Process, frozenset[Finish]]] = MappingProxyType(
    {
        Process.PRINT: _PRINTED | {finish for finish in Finish if finish.is_foil},
        Process.ENGRAVE: frozenset({Finish.ENGRAVING}),
        Process.CUT: _PRINTED,
        Process.EMBROIDER: _PRINTED,
    }
)


_WORKED: Final[Mapping[Surface, Material]] = MappingProxyType(
    {
        Surface.WOOD: Material.WOOD,
        Surface.STEEL: Material.METAL,
        Surface.GLASS: Material.GLASS,
        Surface.LEATHER: Material.LEATHER,
    }
)
"""What a surface that shows an engraving is made of."""


def substrate_of(process: Process, spec: ZoneSpec) -> Material | None:
    """What is worked: what the zone says, else what its engraved surface is; ``None`` where neither is said."""
    if spec.substrate is None and process is Process.ENGRAVE and spec.surface:
        return _WORKED[spec.surface]
    return spec.substrate


def finish_of(process: Process, spec: ZoneSpec) -> Finish:
    """The finish a zone asks for, else what its process makes; engraving has no look until its surface is known."""
    if spec.finish is not None:
        return spec.finish
    return Finish.ENGRAVING if process is Process.ENGRAVE and spec.surface else Finish.PRINT


def faults_of(process: Process, spec: ZoneSpec, place: str) -> Iterable[Fault]:
    """Why the process cannot make what the zone asks for; ``place`` is the zone's pointer."""
    if spec.finish is not None and spec.finish not in _MADE_BY[process]:
        made = ", ".join(sorted(_MADE_BY[process]))
        yield Fault(
            f"{place}/finish", f"The process {process.value!r} makes no {spec.finish.value!r}. It makes: {made}."
        )
    if spec.surface is not None and process is not Process.ENGRAVE:
        yield Fault(f"{place}/surface", "Only a product that is engraved has a surface to engrave; leave it out.")
    if spec.finish is Finish.ENGRAVING and spec.surface is None:
        yield Fault(f"{place}/surface", "Say what is engraved: its material decides how the engraving looks.")
    yield from _unmakeable(process, spec, place)


def _unmakeable(process: Process, spec: ZoneSpec, place: str) -> Iterable[Fault]:
    """Why no rules say what the process can make there."""
    try:
        rule_set(process, spec.substrate)
    except UnknownRules as error:
        yield Fault(f"{place}/substrate", f"{error.detail} Or leave it out: then the strictest of them hold.")
    if process is Process.ENGRAVE and spec.substrate and spec.surface and _WORKED[spec.surface] is not spec.substrate:
        yield Fault(f"{place}/substrate", f"The surface is {spec.surface.value!r}: that is {_WORKED[spec.surface]}.")
    if process in INKED and spec.bleed_mm:
        yield Fault(f"{place}/bleed_mm", "Nothing is trimmed off what is engraved or cut; leave the bleed out.")
    if process is not Process.CUT:
        for name in ("thickness_mm", "keep"):
            if getattr(spec, name) is not None:
                yield Fault(f"{place}/{name}", "It matters only for what is cut through; leave it out.")


def warnings_of(process: Process, zones: list[ZoneSpec]) -> list[str]:
    """What shoppers would see better if the brand said more."""
    bare = [zone.name for zone in zones if process is Process.ENGRAVE and zone.surface is None]
    return [f"Zone {name!r} is engraved, but its preview looks printed: set its `surface`." for name in bare]
