"""The sheets themselves, each a file name, what it shows and how to make it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from PIL import Image
from pygltflib import GLTF2, Material

from local.gallery import reports
from local.gallery.customers import PACKAGE, customers_models
from local.gallery.sheet import Cell, sheet
from local.gallery.subjects import MODELS, Scene, artwork, photographs, plates, webp
from luneo.fabrication.canvas import canvas_px
from luneo.fabrication.pdf import print_pdf
from luneo.imaging.blend import Mode, blend
from luneo.imaging.finishes import Finish, Surface
from luneo.imaging.finishes.engraving import engrave
from luneo.imaging.finishes.foil import foil
from luneo.imaging.light import luminance_of
from luneo.imaging.preparation import LIGHT_GROUND, compile_zone
from luneo.imaging.upscale import cover, pixels_for, upscale
from luneo.styles.catalogue import STYLES, Process
from luneo.three_d.glb import PRINT_ZONE, inspect_glb
from luneo.three_d.maps import PosterMaps, render_from_maps
from luneo.three_d.poster import compile_poster
from luneo.three_d.turntable import compile_turntable, encode_turntable, turntable

MOTIFS: Final = ("line-art", "mandala", "engraving", "silhouette")
ON_PHOTOGRAPHS: Final = ("woodcut", "watercolour", "pop-art", "gold-foil", "stained-glass", "embroidery")
ON_MODELS: Final = ("woodcut", "mandala", "ukiyo-e", "stained-glass")
TURNED: Final = ("espresso_cup", "tshirt", "ring")
PDF_SIZE_MM: Final = (120.0, 90.0)
PDF_BLEED_MM: Final = 3.0


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the gallery; ``make`` gives its bytes."""

    name: str
    title: str
    make: Callable[[], bytes]


def _styles() -> bytes:
    cells = [Cell(artwork(slug), style.name("en")) for slug, style in STYLES.items()]
    return webp(sheet(cells, 6, 260))


def _products() -> bytes:
    maps = {name: _poster_maps(name) for name in MODELS}
    dark = {name: _is_dark(name) for name in MODELS}
    cells = [
        Cell(
            render_from_maps(poster, _design(slug, _aspect(name), on_dark=dark[name])),
            f"{name.replace('_', ' ')}, {style.name('en')}",
        )
        for slug, style in STYLES.items()
        for name, poster in maps.items()
    ]
    return webp(sheet(cells, len(MODELS), 200), 78)


@cache
def _poster_maps(name: str) -> PosterMaps:
    return compile_poster(MODELS[name](), 400)


@cache
def _aspect(name: str) -> float:
    """The print zone's width by its height, which the model itself tells."""
    told = _zone_material(name).extras
    return float(told["print_width_mm"] / told["print_height_mm"])


def _zone_material(name: str) -> Material:
    materials = GLTF2.load_from_bytes(MODELS[name]()).materials
    return next(material for material in materials if material.name == PRINT_ZONE)


def _is_dark(name: str) -> bool:
    """Whether prints on the product go on a dark ground; metal is engraved."""
    poster, zone = _poster_maps(name), _zone_material(name)
    bare = render_from_maps(poster, Image.new("RGBA", (8, 8))).convert("RGB")
    ground = float(np.median(luminance_of(bare).reshape(-1)[poster.mask]))
    return ground < LIGHT_GROUND and not zone.pbrMetallicRoughness.metallicFactor


def _customers() -> bytes:
    maps = {name: _customers_maps(glb) for name, glb in customers_models().items()}
    cells = [
        Cell(render_from_maps(poster, _design(slug, 1.0)), f"{name}, {STYLES[slug].name('en')}")
        for name, poster in maps.items()
        for slug in ON_MODELS
    ]
    return webp(sheet(cells, len(ON_MODELS), 340))


def _customers_maps(glb: bytes) -> PosterMaps:
    return compile_poster(glb, 600, material=inspect_glb(glb).materials[0].name)


def _photographs() -> bytes:
    cells = []
    for name, scene in photographs().items():
        maps = compile_zone(scene.photo, scene.zone)
        width, height = scene.zone.size_mm
        for slug in ON_PHOTOGRAPHS:
            design = _design(slug, width / height, on_dark=maps.dark)
            printed = blend(scene.photo, design, maps, Mode.NORMAL if scene.opaque else None)
            cells.append(Cell(scene.close_up(printed), f"skimage {name}, {STYLES[slug].name('en')}"))
    return webp(sheet(cells, len(ON_PHOTOGRAPHS), 300))


def _design(slug: str, aspect: float, *, on_dark: bool = False) -> Image.Image:
    """A wish drawn for a zone of this shape."""
    return cover(artwork(slug, canvas_px((aspect, 1.0), Process.PRINT), on_dark=on_dark), aspect)


def _finishes() -> bytes:
    cells = [
        Cell(_engraved(scene, slug, Surface(name)), f"{name}, {STYLES[slug].name('en')}")
        for name, scene in plates().items()
        for slug in MOTIFS
    ]
    board = plates()["leather"]
    cells += [
        Cell(
            foil(board.photo, artwork(slug), compile_zone(board.photo, board.zone), metal),
            f"{metal.replace('-', ' ')}, {STYLES[slug].name('en')}",
        )
        for metal in Finish
        if metal.is_foil
        for slug in MOTIFS
    ]
    return webp(sheet(cells, len(MOTIFS), 420), 86)


def _engraved(scene: Scene, slug: str, surface: Surface) -> Image.Image:
    return engrave(scene.photo, artwork(slug), compile_zone(scene.photo, scene.zone), surface)


def _pdf() -> bytes:
    """The print PDF's pages as a reader shows them, inks turned to screen colours."""
    import pypdfium2

    width, height = (side + 2 * PDF_BLEED_MM for side in PDF_SIZE_MM)
    size_px = pixels_for((width, height), 200)
    cells = []
    for slug in ("woodcut", "watercolour", "stained-glass"):
        art = upscale(cover(artwork(slug), width / height), size_px)
        made = print_pdf(art, PDF_SIZE_MM, title=slug, bleed_mm=PDF_BLEED_MM)
        page = pypdfium2.PdfDocument(made.data)[0].render(scale=2.0).to_pil()
        cells.append(Cell(page, f"{slug}, CMYK, {PDF_SIZE_MM[0]:g} x {PDF_SIZE_MM[1]:g} mm, bleed {PDF_BLEED_MM:g} mm"))
    return webp(sheet(cells, 3, 520))


def _turntable(name: str) -> bytes:
    maps = compile_turntable(MODELS[name](), 320)
    return encode_turntable(turntable(maps, _design("art-deco", _aspect(name))))


def pages() -> Iterable[Page]:
    """Every page, the quick ones first."""
    yield Page("styles.webp", f"The {len(STYLES)} styles, one wish", _styles)
    yield Page("photographs.webp", "On real photographs", _photographs)
    yield Page("models.webp", f"On customers' models, from {PACKAGE}", _customers)
    yield Page("finishes.webp", "Engraving and foil", _finishes)
    yield Page("print.webp", "The print PDF, rendered", _pdf)
    yield Page("parity.webp", "The parity gate: a sound print and three broken ones", reports.parity)
    yield Page(
        "fabrication.webp", "Fabrication rules: what a laser could not make, marked and mended", reports.fabrication
    )
    yield Page("products.webp", f"Every style on each of the {len(MODELS)} products", _products)
    for name in TURNED:
        yield Page(f"turntable-{name}.webp", f"Turntable: {name.replace('_', ' ')}", lambda name=name: _turntable(name))  # type: ignore[misc]
