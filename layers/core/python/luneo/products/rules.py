"""What a draft says against its own publication before any of its files is opened.

Light: the endpoint asks it at once, and the linter once more with the files (:mod:`luneo.products.linter`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from luneo.errors import Fault, Invalid
from luneo.fabrication.canvas import reachable_dpi
from luneo.fabrication.resolution import FINENESS, sheet_size
from luneo.imaging.zones import InvalidZone, PrintZone, check_zone
from luneo.products.appearance import faults_of
from luneo.products.schemas import ProductDraft, UploadKind, ZoneSpec
from luneo.schema import readable_in
from luneo.styles.catalogue import Process

Pixels = tuple[int, int]
_UNTRANSLATED: Final = "Your shops speak {!r}: give the product's name in it, or take the language off your brand."


class NotPublishable(Invalid):
    """The product could not be produced as it is; the faults name every reason."""

    slug = "product-not-publishable"
    title = "The product cannot be published"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("Mend what `errors` lists, then publish again. Nothing was changed.", faults=faults)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the draft: its bytes, and the upload it came with."""

    data: bytes
    upload_id: str


def draft_faults(draft: ProductDraft, photo_px: Pixels | None) -> list[Fault]:
    """Everything that stands in the way, by JSON pointer; without the photo's size no zone is held against it."""
    faults = [*_missing(draft)]
    for index, spec in enumerate(draft.zones):
        place = f"#/zones/{index}"
        faults += [*_named_twice(draft, index), *faults_of(draft.process, spec, place), *_too_coarse(draft, index)]
        _, misplaced = placed(spec, photo_px, place)
        faults += misplaced
    return faults


def untranslated(draft: ProductDraft, spoken: Iterable[str]) -> list[Fault]:
    """A fault for each language spoken in the brand's shops that shoppers would not find the product's name in."""
    missing = [locale for locale in dict.fromkeys(spoken) if draft.translations.keys().isdisjoint(readable_in(locale))]
    return [Fault(f"#/translations/{locale}", _UNTRANSLATED.format(locale)) for locale in missing]


def placed(spec: ZoneSpec, photo_px: Pixels | None, place: str) -> tuple[PrintZone, list[Fault]]:
    """The zone with its corners clockwise, and what is wrong with it; ``place`` is its pointer."""
    zone = print_zone(spec)
    try:
        return check_zone(zone, photo_px, pointer=place), []
    except InvalidZone as error:
        return zone, list(error.faults)


def print_zone(spec: ZoneSpec) -> PrintZone:
    """The zone in imaging's terms, unchecked."""
    size_mm = (spec.size_mm.width, spec.size_mm.height)
    return PrintZone(spec.name, spec.quad, size_mm, spec.curvature, spec.bow, spec.bleed_mm, spec.displacement)


def reachable(spec: ZoneSpec, process: Process) -> float:
    """The resolution that an artwork has on the zone, in DPI."""
    return reachable_dpi(sheet_size((spec.size_mm.width, spec.size_mm.height), spec.bleed_mm), process)


def never_uploaded(kind: UploadKind) -> Fault:
    """The draft names an upload that brought no file, or is no longer kept."""
    return Fault(f"#/{kind}_upload_id", f"The {kind} was never uploaded, or too long ago. Upload it again.")


def _missing(draft: ProductDraft) -> Iterator[Fault]:
    if draft.price is None:
        yield Fault("#/price", "Set a price.")
    if draft.photo_upload_id is None:
        yield Fault("#/photo_upload_id", "Upload a photo of the product.")
    if not draft.zones:
        yield Fault("#/zones", "Draw at least one print zone on the photo.")


def _named_twice(draft: ProductDraft, index: int) -> Iterator[Fault]:
    name = draft.zones[index].name
    if name in [zone.name for zone in draft.zones[:index]]:
        yield Fault(f"#/zones/{index}/name", f"There is another zone called {name!r}; every zone has its own name.")


def _too_coarse(draft: ProductDraft, index: int) -> Iterator[Fault]:
    dpi, minimum = reachable(draft.zones[index], draft.process), FINENESS[draft.process].minimum_dpi
    if dpi < minimum:
        yield Fault(
            f"#/zones/{index}/size_mm",
            f"At this size an artwork has {dpi:.0f} dots per inch at most; to {draft.process} it takes {minimum:.0f}. "
            "Make the zone smaller, or check that it is in millimetres.",
        )
