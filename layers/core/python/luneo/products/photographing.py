"""The steps of a preparation that open the photo: whether it may be shown, and what previews need of it.

Each can be run twice. They need the imaging layer.
"""

from typing import Final, Protocol

from PIL.Image import Image

from luneo.imaging.blend import compile_zone
from luneo.imaging.safe import encode_jpeg, encode_png
from luneo.products.desk import Desk
from luneo.products.photos import open_photo
from luneo.products.preparation import GOING_ON, Linted, PhotoCompiled, PreparationStep
from luneo.products.rules import print_zone
from luneo.products.schemas import ProductDraft, PublishedFile, UploadKind

PHOTO_QUALITY: Final = 92


class Judge(Protocol):
    """Who decides whether a brand's files may be shown."""

    def judge(self, picture: Image, upload_id: str, pointer: str) -> None:
        """Let a picture pass, or raise."""
        ...


def judge_photo(desk: Desk, judge: Judge) -> PreparationStep:
    """Have the photo judged before anything of it is put where shoppers are served from.

    Raises:
        UploadRejected: it breaks the rules.
        ProviderUnavailable, ProviderThrottled: nobody can judge it now.
    """
    source = desk.needed(desk.product(), UploadKind.PHOTO)
    judge.judge(open_photo(source.data), source.upload_id, "#/photo_upload_id")
    return GOING_ON


def compile_photo(desk: Desk, linted: Linted) -> PhotoCompiled:
    """Store the photo as shoppers get it, and the maps of every zone on it."""
    product = desk.product()
    photo = open_photo(desk.needed(product, UploadKind.PHOTO).data)
    specs = ProductDraft.model_validate(product.draft).zones
    placed = zip(specs, linted.checked.zones, strict=True)
    zones = [print_zone(spec.model_copy(update={"quad": checked.quad})) for spec, checked in placed]
    maps = [compile_zone(photo, zone) for zone in zones]
    return PhotoCompiled(
        photo=_store(desk, photo),
        maps_keys=[desk.put_maps(each.to_bytes()) for each in maps],
        dark=[each.dark for each in maps],
    )


def _store(desk: Desk, photo: Image) -> PublishedFile:
    if photo.mode == "RGBA":
        stored = desk.put(encode_png(photo), "image/png", "png")
    else:
        stored = desk.put(encode_jpeg(photo, PHOTO_QUALITY), "image/jpeg", "jpg")
    return stored.model_copy(update={"width_px": photo.width, "height_px": photo.height})
