"""What every production file tells about itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintFile:
    """One file for production.

    ``size_mm`` is the finished (trimmed) width and height; ``size_px`` the pixels of the picture inside, bleed
    included, and ``dpi`` their resolution; for vectors both describe the picture they were drawn from. ``warnings`` say
    what the file could not keep of the artwork, and what to do.
    """

    data: bytes
    media_type: str
    size_mm: tuple[float, float]
    size_px: tuple[int, int]
    dpi: float
    bleed_mm: float = 0.0
    warnings: tuple[str, ...] = ()


def dpi_of(size_px: tuple[int, int], size_mm: tuple[float, float], bleed_mm: float = 0.0) -> float:
    """The resolution of a picture that covers ``size_mm`` and its bleed; the poorer axis counts."""
    return min(pixels * 25.4 / (side + 2 * bleed_mm) for pixels, side in zip(size_px, size_mm, strict=True))
