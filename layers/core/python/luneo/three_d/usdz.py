"""A GLB as USDZ for AR on iOS: the same geometry, the same materials, the same texture bytes.

A USDZ is a stored zip whose files begin at multiples of 64 bytes (OpenUSD, "USDZ File Format Specification"); its
first file is the stage. Bytes are the same for the same GLB.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.document import IMAGE_SUFFIXES, Image
from luneo.three_d.errors import InvalidModel
from luneo.three_d.pictures import decode_texture
from luneo.three_d.scene import load_scene
from luneo.three_d.usda import write_stage

ALIGNMENT = 64
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
LOCAL_HEADER_BYTES = 30
EXTRA_HEADER_BYTES = 4
PADDING_FIELD = 0x1986
STAGE_NAME = "model.usda"
TEXTURE_NAME = "textures/texture_{index}.{suffix}"
TEXTURE_SUFFIXES = frozenset(IMAGE_SUFFIXES.values())


def usdz_from_glb(glb: bytes) -> bytes:
    """The GLB's default scene as one USDZ in metres, y up. Raises :class:`InvalidModel`."""
    scene = load_scene(glb)
    used = sorted({slot.image for part in scene.parts for slot in part.material.slots})
    images = {index: scene.document.images[index] for index in used}
    for image in images.values():
        decode_texture(image)
    names = {index: _name(image) for index, image in images.items()}
    files = {STAGE_NAME: write_stage(scene, names).encode()}
    files |= {names[index]: bytes(image.encoded) for index, image in images.items()}
    package = pack_usdz(files)
    BUDGETS["usdz_bytes"].refuse_excess(len(package))
    return package


def usdz_texture_sha256(usdz: bytes) -> dict[str, str]:
    """The hash of each texture's encoded bytes by its name in the package."""
    try:
        with zipfile.ZipFile(io.BytesIO(usdz)) as package:
            names = [n for n in package.namelist() if n.rpartition(".")[2] in TEXTURE_SUFFIXES]
            return {name: hashlib.sha256(package.read(name)).hexdigest() for name in names}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InvalidModel("The file is not a readable USDZ package.") from error


def pack_usdz(files: Mapping[str, bytes]) -> bytes:
    """A stored zip in the order given, each file's data at a multiple of 64 bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_DATE)
            entry.create_system = 0
            entry.extra = _padding(buffer.tell() + LOCAL_HEADER_BYTES + len(name.encode()))
            package.writestr(entry, content)
    return buffer.getvalue()


def _padding(start: int) -> bytes:
    """An extra field that moves data starting at ``start`` to the next boundary."""
    missing = -(start + EXTRA_HEADER_BYTES) % ALIGNMENT
    return PADDING_FIELD.to_bytes(2, "little") + missing.to_bytes(2, "little") + bytes(missing)


def _name(image: Image) -> str:
    return TEXTURE_NAME.format(index=image.index, suffix=IMAGE_SUFFIXES[image.mime])
