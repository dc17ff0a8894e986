"""The product turned once around, dressed with a design: a poster from each side, the camera on one circle.

As with the poster, all but the artwork is settled when a product is published (:func:`compile_turntable`, seconds); a
design is then only sampled through each view's maps (:func:`turntable`, hundredths of a second).
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image as PilImage

from luneo.three_d.animation import animated
from luneo.three_d.camera import orbit
from luneo.three_d.errors import InvalidModel
from luneo.three_d.maps import PosterMaps, render_from_maps
from luneo.three_d.pictures import open_artwork
from luneo.three_d.poster import angles, photographed
from luneo.three_d.scene import load_scene
from luneo.three_d.texture import WHOLE, Region

SIZE_PX = 512
VIEWS = 12
VIEW_MS = 140
"""How long each view is shown."""
SAMPLES_ACROSS = 2
QUALITY = 85
METHOD = 2
"""WebP's own: a twentieth larger than the default's files, in half of its time."""
MOST_VIEWS = 72
MAPS_NAME = "{:02d}.npz"
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class TurntableMaps:
    """A poster's maps for each view, the first one as the poster itself, then walking around towards +x."""

    views: tuple[PosterMaps, ...]

    def to_bytes(self) -> bytes:
        """All of them as one archive, the same bytes for the same maps."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for index, view in enumerate(self.views):
                archive.writestr(zipfile.ZipInfo(MAPS_NAME.format(index), EARLIEST_ZIP_DATE), view.to_bytes())
        return buffer.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> "TurntableMaps":
        """The maps again; InvalidModel when the archive is damaged or from another version."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                stored = [archive.read(name) for name in sorted(archive.namelist())]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
            raise InvalidModel("The turntable's stored maps cannot be read. Publish the product again.") from error
        return TurntableMaps(tuple(PosterMaps.from_bytes(view) for view in stored))


def compile_turntable(
    glb: bytes,
    size_px: int = SIZE_PX,
    views: int = VIEWS,
    *,
    material: str | None = None,
    region: Region = WHOLE,
    azimuth_deg: float | None = None,
    elevation_deg: float | None = None,
    transparent: bool = False,
) -> TurntableMaps:
    """The maps of ``views`` square pictures around the model; the other arguments as in ``compile_poster``.

    Raises :class:`InvalidModel`.
    """
    if not 1 <= views <= MOST_VIEWS:
        raise InvalidModel(f"A turntable has 1 to {MOST_VIEWS} views.")
    scene = load_scene(glb)
    azimuth, elevation = angles(scene, material, azimuth_deg, elevation_deg)
    cameras = orbit(scene.points, [azimuth + 360 * view / views for view in range(views)], elevation)
    return TurntableMaps(
        tuple(
            photographed(
                scene,
                camera,
                size_px,
                material=material,
                region=region,
                transparent=transparent,
                samples_across=SAMPLES_ACROSS,
            )
            for camera in cameras
        )
    )


def turntable(maps: TurntableMaps, artwork: PilImage.Image | bytes | None) -> list[PilImage.Image]:
    """The views with the artwork on the zone, or unprinted for None. Raises InvalidArtwork."""
    picture = None if artwork is None else open_artwork(artwork)
    return [render_from_maps(view, picture) for view in maps.views]


def encode_turntable(views: Sequence[PilImage.Image]) -> bytes:
    """An endless animated WebP without metadata, :data:`VIEW_MS` a view.

    No view is stored as what differs from the one before: that leaves traces of it, and takes as long.
    """
    return animated(views, view_ms=VIEW_MS, quality=QUALITY, method=METHOD)
