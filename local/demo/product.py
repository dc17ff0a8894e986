"""What the demonstration sells: a cup on a real photograph, or what the command line was given."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from luneo.errors import Invalid
from luneo.imaging.safe import open_image
from luneo.imaging.zones import PrintZone, Quad, check_zone, parse_quad, parse_size_mm

PRICE = {"amount": 1890, "currency": "EUR"}
ZONE = "print"

# skimage.data.coffee() has 600 x 400 px; a print in its cup needs more to be seen, so the picture is enlarged first.
COFFEE_ENLARGED = 3
# In the enlarged picture: the white glaze inside the cup, above the coffee, from handle side to spoon side. Its rim
# measures 80 mm; the far wall curves up in the picture, hence the negative bow.
COFFEE_QUAD: Quad = ((618.0, 222.0), (1152.0, 252.0), (1101.0, 354.0), (651.0, 321.0))
COFFEE_SIZE_MM = (75.0, 25.0)
COFFEE_CURVATURE = 0.8
COFFEE_BOW = (-1.08, -0.80)

# Where somebody's own photo comes without a zone: its middle, this share of the shorter side.
_DEFAULT_SHARE = 0.5
_DEFAULT_SIZE_MM = (100.0, 100.0)
_SIGNATURES = {b"\x89PNG": ("png", "image/png"), b"RIFF": ("webp", "image/webp")}


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product ready to be created: ``photo_type`` and ``photo_name`` go with the upload; a model may be missing.

    ``translations`` has the name by language.
    """

    name: str
    translations: dict[str, str]
    sku: str
    photo: bytes
    photo_name: str
    photo_type: str
    zone: PrintZone
    model: bytes | None

    def draft(self) -> dict[str, Any]:
        """The body of ``POST /api/products``."""
        width, height = self.zone.size_mm
        zone = {
            "name": self.zone.name,
            "quad": [list(corner) for corner in self.zone.quad],
            "size_mm": {"width": width, "height": height},
            "curvature": self.zone.curvature,
            "bow": list(self.zone.bow),
        }
        translations = {locale: {"name": name} for locale, name in self.translations.items()}
        known = {"name": self.name, "translations": translations, "sku": self.sku}
        return known | {"process": "print", "price": PRICE, "zones": [zone]}


@dataclass(frozen=True, slots=True)
class ProductOptions:
    """The command line's own words; what is left out comes from the demonstration."""

    photo: Path | None = None
    zone: str | None = None
    size_mm: str | None = None
    model: Path | None = None


def product_of(options: ProductOptions) -> DemoProduct:
    """The product that the options describe.

    Raises:
        DomainError: a file cannot be read as what it should be, or the zone leaves the photo.
    """
    photo = _read(options.photo, "photo") if options.photo else coffee_photo()
    picture = open_image(photo, what=f"The photo {options.photo or 'of the demonstration'}")
    zone = check_zone(_zone(options, picture.size), picture.size)
    extension, media_type = _SIGNATURES.get(photo[:4], ("jpg", "image/jpeg"))
    own = options.photo is not None
    return DemoProduct(
        name=options.photo.stem if options.photo else "Espresso cup",
        translations={} if own else {"fr": "Tasse à espresso"},
        sku="DEMO-OWN" if own else "DEMO-CUP",
        photo=photo,
        photo_name=f"photo.{extension}",
        photo_type=media_type,
        zone=zone,
        model=_model(options),
    )


def coffee_photo() -> bytes:
    """The photograph of scikit-image's ``data.coffee()`` (public domain), enlarged, as PNG."""
    from PIL import Image
    from skimage import data

    picture = Image.fromarray(data.coffee())
    size = (picture.width * COFFEE_ENLARGED, picture.height * COFFEE_ENLARGED)
    buffer = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _zone(options: ProductOptions, photo_size: tuple[int, int]) -> PrintZone:
    size = parse_size_mm(options.size_mm) if options.size_mm else None
    if options.zone:
        return PrintZone(ZONE, parse_quad(options.zone), size or _DEFAULT_SIZE_MM)
    if options.photo is None:
        return PrintZone(ZONE, COFFEE_QUAD, size or COFFEE_SIZE_MM, COFFEE_CURVATURE, COFFEE_BOW)
    return PrintZone(ZONE, _middle(photo_size, size or _DEFAULT_SIZE_MM), size or _DEFAULT_SIZE_MM)


def _middle(photo_size: tuple[int, int], size_mm: tuple[float, float]) -> Quad:
    scale = _DEFAULT_SHARE * min(photo_size[0] / size_mm[0], photo_size[1] / size_mm[1])
    half_width, half_height = size_mm[0] * scale / 2, size_mm[1] * scale / 2
    x, y = photo_size[0] / 2, photo_size[1] / 2
    return (
        (x - half_width, y - half_height),
        (x + half_width, y - half_height),
        (x + half_width, y + half_height),
        (x - half_width, y + half_height),
    )


def _model(options: ProductOptions) -> bytes | None:
    from luneo.three_d.glb import inspect_glb
    from luneo.three_d.models import espresso_cup
    from luneo.three_d.plain import plain_glb

    if options.model:
        model = _read(options.model, "model")
        inspect_glb(plain_glb(model))
        return model
    if options.photo:
        return None
    width, height = (side / 1000 for side in COFFEE_SIZE_MM)
    return espresso_cup(zone_width_m=width, zone_height_m=height)


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid.at(f"#/{what}", f"The {what} {path} cannot be read: {error.strerror}.") from None
