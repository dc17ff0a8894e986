"""One call for every finish."""

from PIL import Image

from luneo.imaging.blend import blend
from luneo.imaging.finishes import DEPTH, Finish, Surface
from luneo.imaging.finishes.engraving import engrave
from luneo.imaging.finishes.foil import foil
from luneo.imaging.zone_maps import ZoneMaps


def finished(
    photo: Image.Image,
    artwork: Image.Image,
    maps: ZoneMaps,
    finish: Finish = Finish.PRINT,
    surface: Surface = Surface.WOOD,
    depth: float = DEPTH,
) -> Image.Image:
    """The photo with the artwork on the zone in this finish; same size and mode as the photo (RGB or RGBA).

    The artwork fills the zone: crop or fit it to the zone's aspect first. ``surface`` and ``depth`` count for an
    engraving only.
    """
    if finish is Finish.ENGRAVING:
        return engrave(photo, artwork, maps, surface, depth)
    return foil(photo, artwork, maps, finish) if finish.is_foil else blend(photo, artwork, maps)
