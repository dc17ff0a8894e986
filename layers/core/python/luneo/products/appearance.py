"""What a zone's preview shows, by what the product's process can make."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from luneo.errors import Fault
from luneo.imaging.finishes import Finish
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


def warnings_of(process: Process, zones: list[ZoneSpec]) -> list[str]:
    """What shoppers would see better if the brand said more."""
    bare = [zone.name for zone in zones if process is Process.ENGRAVE and zone.surface is None]
    return [f"Zone {name!r} is engraved, but its preview looks printed: set its `surface`." for name in bare]
