"""What is made of the picture: model, poster and PDF; and a generation's imaging as a whole."""

import hashlib
from collections.abc import Iterator

from benchmarks.alone import alone
from benchmarks.generation import engraved, printed
from benchmarks.paired import pair, timed
from benchmarks.pictures import PHOTO_PX, Pictures
from benchmarks.report import Row
from benchmarks.rival import rival
from luneo.fabrication.pdf import print_pdf
from luneo.imaging.safe import encode_jpeg
from luneo.products.modelling import POSTER_PX
from luneo.three_d.glb import PRINT_ZONE
from luneo.three_d.maps import render_from_maps
from luneo.three_d.models import mug
from luneo.three_d.poster import compile_poster
from luneo.three_d.texture import swap_texture, texture_sha256

PRINT_MM = (170.0, 170.0)


def rows(pictures: Pictures) -> Iterator[Row]:
    """Every figure."""
    model, flat = mug(), pictures.artwork.convert("RGB")
    yield _swap(model, encode_jpeg(flat))
    maps = compile_poster(model, POSTER_PX, material=PRINT_ZONE)
    yield timed(f"poster {POSTER_PX}²", "goal ≤ 60 ms", lambda: render_from_maps(maps, flat))
    yield timed(
        f"CMYK PDF, {PHOTO_PX}² at {PHOTO_PX / PRINT_MM[0] * 25.4:.0f} DPI",
        "goal ≤ 600 ms",
        lambda: print_pdf(pictures.photo, PRINT_MM, title="benchmark", bleed_mm=3.0),
    )
    yield from _whole(pictures)


def _swap(model: bytes, texture: bytes) -> Row:
    request = {"work": "swap", "model": "model", "texture": "texture", "material": PRINT_ZONE, "type": "image/jpeg"}
    with rival("gltf") as other:
        other.keep_bytes("model", model)
        other.keep_bytes("texture", texture)
        wanted = hashlib.sha256(texture).hexdigest()
        made = swap_texture(model, texture), other.made(**request)
        # As good as each other: the very texture, in a GLB that reads.
        assert [texture_sha256(glb, material=PRINT_ZONE) for glb in made] == [wanted, wanted]
        sizes = f"{len(made[0]) // 1024} KiB against {len(made[1]) // 1024}"
        return pair(
            "texture swap in a mug's GLB",
            f"glTF-Transform: same texture, {sizes}; goal ≤ 5 ms",
            lambda: swap_texture(model, texture),
            lambda: other.ms(**request),
        )


def _whole(pictures: Pictures) -> Iterator[Row]:
    for name, case, goals in (
        ("a generation's imaging", printed(pictures), ("goal ≤ 2 s", "goal ≤ 400 MB")),
        ("an engraving's imaging", engraved(pictures), ("", "")),
    ):
        told = alone("generation", case)
        yield Row(f"{name}, CPU", goals[0], f"{sum(told.cpu_s.values()):.2f} s")
        for step, seconds in told.cpu_s.items():
            yield Row(f"  of which {step}", "", f"{seconds:.2f} s")
        yield Row(f"{name}, peak memory", goals[1], f"{told.peak_mb:.0f} MB")
