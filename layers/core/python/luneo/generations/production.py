"""Whether a design may be produced as it is: never silently, always with what to do."""

from luneo.fabrication.resolution import Resolution, resolution
from luneo.generations.models import GenerationRow
from luneo.generations.schemas import MmSize, ProductionBlock, ProductionView
from luneo.generations.target import PrintTarget
from luneo.styles.catalogue import Process

TOO_COARSE = "resolution-too-low"


def resolution_of(row: GenerationRow) -> Resolution | None:
    """What the artwork has on its zone, once there is one."""
    if not row.picture:
        return None
    target, detail = PrintTarget.model_validate(row.target), row.picture.get("detail", {})
    native, detailed = row.picture["native_dpi"], detail.get("dpi")
    return resolution(Process(target.process), target.size_mm, target.bleed_mm, native, detailed)


def production_of(row: GenerationRow) -> ProductionView | None:
    """What stands in the way of production; ``None`` as long as there is no artwork."""
    found = resolution_of(row)
    if found is None:
        return None
    blocks = [] if found.suffices else [_too_coarse(found, PrintTarget.model_validate(row.target).process)]
    return ProductionView(allowed=not blocks, blocks=blocks)


def _too_coarse(found: Resolution, process: str) -> ProductionBlock:
    finer = f", {found.detailed_dpi:g} with the detail that was added" if found.detailed_dpi else ""
    has = f"The artwork has {found.native_dpi:g} DPI on this zone{finer}; to {process} it takes {found.minimum_dpi:g}."
    if found.largest_size_mm is None:
        return ProductionBlock(slug=TOO_COARSE, detail=f"{has} No size reaches that with this bleed; take less bleed.")
    width, height = found.largest_size_mm
    return ProductionBlock(
        slug=TOO_COARSE,
        detail=f"{has} Produce it at {width:g} by {height:g} mm at most.",
        largest_size_mm=MmSize(width=width, height=height),
    )
