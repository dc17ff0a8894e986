"""The files of a generation, by name: what they are, and who may fetch them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from luneo.provenance.containers import CARRIERS
from luneo.resources import Bucket


class FileName(StrEnum):
    """Every file a finished generation may have."""

    ARTWORK = "artwork.png"
    PREVIEW = "preview.png"
    PREVIEW_WEBP = "preview.webp"
    PRINT_PNG = "print.png"
    PRINT_JPEG = "print.jpg"
    PRINT_WEBP = "print.webp"
    PRINT_AVIF = "print.avif"
    PRINT_PDF = "print.pdf"
    PRINT_SVG = "print.svg"
    DETAILED = "detailed.png"
    DRAWING = "drawing.png"
    FABRICATION_REPORT = "fabrication.webp"
    FABRICATION_FACTS = "fabrication.json"
    PARITY_REPORT = "parity.webp"
    PARITY_FACTS = "parity.json"
    MODEL_GLB = "model.glb"
    MODEL_USDZ = "model.usdz"
    POSTER = "poster.webp"
    TURNTABLE = "turntable.webp"
    MANIFEST = "manifest.json"
    MANIFEST_PROVENANCE = "manifest.json.provenance.json"
    BUNDLE = "bundle.zip"
    PDF_PROVENANCE = "print.pdf.provenance.json"
    SVG_PROVENANCE = "print.svg.provenance.json"
    GLB_PROVENANCE = "model.glb.provenance.json"
    USDZ_PROVENANCE = "model.usdz.provenance.json"

    @property
    def media_type(self) -> str:
        """Its content type."""
        return MEDIA_TYPES[self.rsplit(".", 1)[-1]]

    @property
    def bucket(self) -> Bucket:
        """Media where a shopper's browser needs it, production otherwise."""
        return Bucket.MEDIA if self.removesuffix(SIDECAR) in PUBLIC else Bucket.PRODUCTION

    @property
    def is_sealed(self) -> bool:
        """Whether it carries Content Credentials: pictures made from the artwork.

        What a provider sent, the artwork itself and a finer one, stays as it is, and a report about files is no design.
        """
        reports = {FileName.PARITY_REPORT, FileName.FABRICATION_REPORT}
        return self.media_type in CARRIERS and self not in {FileName.ARTWORK, FileName.DETAILED} | reports

    @property
    def sidecar(self) -> "FileName | None":
        """The name of the signed statement beside it, if it has one."""
        return next((name for name in FileName if name == f"{self}{SIDECAR}"), None)


MEDIA_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "glb": "model/gltf-binary",
    "usdz": "model/vnd.usdz+zip",
    "json": "application/json",
    "zip": "application/zip",
}
SIDECAR: Final = ".provenance.json"
PUBLIC: Final = frozenset(
    {
        *(FileName.PREVIEW, FileName.PREVIEW_WEBP, FileName.POSTER, FileName.TURNTABLE),
        *(FileName.MODEL_GLB, FileName.MODEL_USDZ),
    }
)
SHOWN: Final = (FileName.PREVIEW_WEBP, FileName.PREVIEW)
"""The preview as pages show it, the lightest first; generations of earlier versions have the PNG alone."""


def partial_name(index: int) -> str:
    """The name of a partial picture on its way."""
    return f"partial-{index}.webp"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One stored file: its object's ``key``, hash and size; pixels if a raster, millimetres if it has a real size.

    ``warnings`` say what the file could not keep of the artwork.
    ``unsigned_sha256`` is the hash before the file was sealed, where it was: what a rebuilt one is compared with.
    """

    name: FileName
    key: str
    sha256: str
    size_bytes: int
    size_px: tuple[int, int] | None = None
    size_mm: tuple[float, float] | None = None
    warnings: tuple[str, ...] = ()
    unsigned_sha256: str | None = None
