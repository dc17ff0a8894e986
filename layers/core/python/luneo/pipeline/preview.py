"""The preview: the design on the product's photograph."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from luneo.generations.models import GenerationRow
from luneo.imaging.finishes.finish import finished
from luneo.imaging.safe import encode_png, encode_webp, open_image
from luneo.imaging.upscale import WEB_SIDE_PX, reduced
from luneo.imaging.zone_maps import ZoneMaps
from luneo.media.files import FileName
from luneo.pipeline.designing import Design
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf


class Previewing:
    """Puts the artwork on the zone in its finish, as the product was published."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``preview.png``, and ``preview.webp`` for pages, at most ``WEB_SIDE_PX`` a side.

        Raises:
            UnreadableImage, UnusableZoneMaps, ObjectMissing: the product's assets are damaged.
        """
        design = Design(self._shelf, row)
        target = design.target
        photo = open_image(self._shelf.asset(target.photo_key), what="The product photo")
        maps = ZoneMaps.from_bytes(self._shelf.asset(target.maps_key))
        preview = finished(photo, design.shown(), maps, target.finish, target.surface, target.depth)
        light = reduced(preview, WEB_SIDE_PX)
        whole, small = _side_by_side(lambda: encode_png(preview), lambda: encode_webp(light))
        return Outcome(
            (
                self._shelf.put(row, FileName.PREVIEW, whole, size_px=preview.size),
                self._shelf.put(row, FileName.PREVIEW_WEBP, small, size_px=light.size),
            )
        )


def _side_by_side(one: Callable[[], bytes], other: Callable[[], bytes]) -> tuple[bytes, bytes]:
    """Both at once where there are processors for it: encoders let go of the interpreter, and a shopper waits."""
    with ThreadPoolExecutor(1, thread_name_prefix="encoder") as beside:
        promised = beside.submit(other)
        return one(), promised.result()
