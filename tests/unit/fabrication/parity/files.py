"""Production files as this house and others write them, and hands that tamper with them."""

import io
import re
from functools import cache

import numpy as np
import pikepdf
import pyvips
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

from luneo.imaging.colour import srgb_icc

POINTS = 72 / 25.4


@cache
def press_icc() -> bytes:
    """A CMYK profile: the one that libvips carries, without the measurements that it was made from."""
    whole = bytes(pyvips.Image.profile_load("cmyk"))
    tags = [whole[132 + 12 * entry :][:12] for entry in range(int.from_bytes(whole[128:132], "big"))]
    kept = [tag for tag in tags if tag[:4] in {b"desc", b"cprt", b"wtpt", b"bkpt"} or tag[:3] in {b"A2B", b"B2A"}]
    table, body, start = b"", b"", 132 + 12 * len(kept)
    for tag in kept:
        at, length = int.from_bytes(tag[4:8], "big"), int.from_bytes(tag[8:], "big")
        data = whole[at : at + length].ljust(-(-length // 4) * 4, b"\0")
        if data not in body:
            body += data
        table += tag[:4] + (start + body.index(data)).to_bytes(4, "big") + tag[8:]
    head = (start + len(body)).to_bytes(4, "big") + whole[4:128]
    return head + len(kept).to_bytes(4, "big") + table + body


@cache
def wide_icc() -> bytes:
    """Display P3, as libvips carries it."""
    return bytes(pyvips.Image.profile_load("p3"))


@cache
def gamma_icc(gamma: float) -> bytes:
    """sRGB's primaries with another curve."""
    return srgb_icc().replace(_fixed(2.4), _fixed(gamma))


def _fixed(value: float) -> bytes:
    return round(value * 65536).to_bytes(4, "big")


@cache
def gaining_icc(power: float) -> bytes:
    """The CMYK profile of a press whose dots grow more or less: the curves next to its inks bent by a power.

    ICC.1:2022, 10.10 (lut16Type): the input curves of the tables from ink, the output curves of those to ink.
    """
    icc = bytearray(press_icc())
    bent = set()
    for entry in range(int.from_bytes(icc[128:132], "big")):
        tag = bytes(icc[132 + 12 * entry :][:12])
        at, length = int.from_bytes(tag[4:8], "big"), int.from_bytes(tag[8:], "big")
        if at in bent:
            continue
        bent.add(at)
        if tag[:3] == b"A2B":
            _bend(icc, at + 52, int.from_bytes(icc[at + 48 : at + 50], "big"), lambda x, y: np.interp(x**power, x, y))
        elif tag[:3] == b"B2A":
            entries = int.from_bytes(icc[at + 50 : at + 52], "big")
            _bend(icc, at + length - 8 * entries, entries, lambda _, y: y ** (1 / power))
    return bytes(icc)


def _bend(icc: bytearray, at: int, entries: int, bent) -> None:
    places = np.linspace(0, 1, entries)
    for ink in range(4):
        part = slice(at + 2 * ink * entries, at + 2 * (ink + 1) * entries)
        curve = np.frombuffer(bytes(icc[part]), ">u2") / 65535
        icc[part] = np.rint(bent(places, curve) * 65535).astype(">u2").tobytes()


def separated(
    picture: Image.Image, icc: bytes, intent: ImageCms.Intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
) -> Image.Image:
    """The colours as the inks of that press."""
    return ImageCms.applyTransform(picture.convert("RGB"), _transform(srgb_icc(), icc, "RGB", "CMYK", intent))


def seen(numbers: Image.Image, icc: bytes) -> Image.Image:
    """What these numbers look like under that profile, in sRGB."""
    return ImageCms.applyTransform(numbers, _transform(icc, srgb_icc(), numbers.mode, "RGB", ImageCms.Intent(1)))


@cache
def _transform(source: bytes, target: bytes, come: str, go: str, intent: ImageCms.Intent):
    profiles = (ImageCms.ImageCmsProfile(io.BytesIO(each)) for each in (source, target))
    return ImageCms.buildTransform(*profiles, come, go, intent, ImageCms.Flags.BLACKPOINTCOMPENSATION)


def written_pdf(
    pixels: Image.Image, alpha: Image.Image | None, size_mm, bleed_mm=0.0, *, icc=None, jpeg=False, device=False
) -> bytes:
    """A PDF of RGB or CMYK pixels, Flate or JPEG with ``/Decode``, ICCBased or of the device under an intent."""
    with pikepdf.new() as pdf:
        width, height = (side + 2 * bleed_mm for side in size_mm)
        page = pdf.add_blank_page(page_size=(width * POINTS, height * POINTS))
        page.obj.TrimBox = Array([bleed_mm * POINTS] * 2 + [(bleed_mm + side) * POINTS for side in size_mm])
        own = {"CMYK": press_icc, "RGB": srgb_icc}[pixels.mode]()
        profile = pdf.make_indirect(pdf.make_stream(icc or own, N=len(pixels.mode)))
        space = Name(f"/Device{pixels.mode}") if device else Array([Name.ICCBased, profile])
        picture = _image(pdf, pixels, space, jpeg=jpeg)
        if alpha is not None:
            picture.SMask = _image(pdf, alpha, Name.DeviceGray, jpeg=False)
        page.obj.Resources = Dictionary(XObject=Dictionary(Art=picture))
        page.obj.Contents = pdf.make_stream(f"q {width * POINTS} 0 0 {height * POINTS} 0 0 cm /Art Do Q".encode())
        pdf.Root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFX, DestOutputProfile=profile)])
        return _saved(pdf)


def _image(pdf, image: Image.Image, space, *, jpeg: bool):
    facts = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=space,
        BitsPerComponent=8,
    )
    stream = pikepdf.Stream(pdf, image.tobytes())
    if jpeg:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=92, subsampling=0)  # Pillow writes Adobe's reversed inks
        stream.write(buffer.getvalue(), filter=Name.DCTDecode)
        if image.mode == "CMYK":
            facts.Decode = Array([1, 0] * 4)
    for name, value in facts.items():
        stream.stream_dict[name] = value
    return stream


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=False)
    return buffer.getvalue()


def tampered(data: bytes, change) -> bytes:
    """A PDF whose page and picture went through ``change(pdf, page, picture)``."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        change(pdf, page, next(iter(page.Resources.XObject.values())))
        return _saved(pdf)


def placed_by(matrix):
    """A change of the picture's place: ``matrix`` takes (width, height, left, bottom) to the six numbers of ``cm``."""

    def change(pdf, page, _picture):
        content = page.Contents.read_bytes().decode()
        found = re.search(r"([\d.]+) 0 0 ([\d.]+) ([\d.-]+) ([\d.-]+) cm", content)
        numbers = " ".join(f"{each:.5f}" for each in matrix(*map(float, found.groups())))
        page.Contents = pdf.make_stream(content.replace(found[0], f"{numbers} cm").encode())

    return change
