"""What the picture benches work on, from scikit-image's own photographs and a mug of our own."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.blend import compile_zone
from luneo.imaging.safe import encode_jpeg, encode_png
from luneo.imaging.zone_maps import ZoneMaps
from luneo.imaging.zones import PrintZone

PHOTO_PX: Final = 2048
SMALL_PX, LARGE_PX = 1024, 4096
# A mug's zone on more than a third of the photo; the rival lays the picture flat on the same region.
ZONE: Final = PrintZone(
    "mug",
    ((400.0, 400.0), (1650.0, 450.0), (1600.0, 1600.0), (450.0, 1550.0)),
    (100.0, 90.0),
    curvature=0.4,
    bow=(0.05, 0.05),
)


@dataclass(frozen=True)
class Pictures:
    """The product's photo, an artwork, and what publishing the zone compiles."""

    photo: Image.Image
    artwork: Image.Image
    maps: ZoneMaps

    @classmethod
    def load(cls) -> "Pictures":
        """The photo with a sensor's noise: without any, an enlarged photograph would pack like a drawing."""
        from skimage import data as photos

        smooth = np.asarray(Image.fromarray(photos.astronaut()).resize((PHOTO_PX,) * 2, Image.Resampling.LANCZOS))
        noise = np.random.default_rng(1).normal(0, 2, (*smooth.shape[:2], 1))
        photo = Image.fromarray((smooth + noise).round().clip(0, 255).astype(np.uint8))
        artwork = Image.fromarray(photos.retina()).resize((SMALL_PX,) * 2, Image.Resampling.LANCZOS).convert("RGBA")
        return cls(photo, artwork, compile_zone(photo, ZONE))

    def stored(self) -> dict[str, bytes]:
        """As the pipeline finds them in its buckets."""
        from luneo.products.photographing import PHOTO_QUALITY

        return {
            "artwork": encode_png(self.artwork),
            "photo": encode_jpeg(self.photo, PHOTO_QUALITY),
            "maps": self.maps.to_bytes(),
        }
