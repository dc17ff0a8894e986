"""The parity gate: whether a production file will print what the shopper approved, and if not, what is wrong."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from PIL import Image

from luneo.fabrication.outline import Tool
from luneo.fabrication.parity.compare import EVERY_OTHER, View, distance, field
from luneo.fabrication.parity.explain import explain
from luneo.fabrication.parity.findings import Finding, Kind, Verdict, finding
from luneo.fabrication.parity.flat import flattened
from luneo.fabrication.parity.ink import inked
from luneo.fabrication.parity.layer import COMPARED_SIDE_PX as CLOSE_SIDE_PX
from luneo.fabrication.parity.layer import lost_letters
from luneo.fabrication.parity.light import Light, grounds_for, looks, sample, shown, soft
from luneo.fabrication.parity.limits import LIMITS, Limits
from luneo.fabrication.parity.production import Medium, Production, read_production
from luneo.fabrication.parity.profiles import INTENTS, Intent, proof
from luneo.fabrication.parity.register import remainder
from luneo.imaging.colour import srgb_icc

COMPARED_SIDE_PX: Final = 384
LEAST_SIDE_PX: Final = 16
_ENLARGED: Final = 1.6
"""The artwork is compared at no more than its own pixels by this: finer than that, the enlargement would be judged."""
_OVERSAMPLED: Final = 2
_SPARSE: Final = (EVERY_OTHER, EVERY_OTHER)
_FLAT: Final = frozenset({Medium.VECTOR, Medium.SKETCH})
_SETTLED_PX: Final = 0.05
_SIZE_SHARE: Final = 0.002


def check(
    data: bytes,
    media_type: str,
    artwork: Image.Image,
    size_mm: tuple[float, float],
    *,
    bleed_mm: float = 0.0,
    layer: Image.Image | None = None,
    tool: Tool | None = None,
    warned: bool = False,
) -> Verdict:
    """Judge a production file against ``artwork``, the trimmed flat picture in sRGB that the preview was made of.

    ``size_mm`` is the finished width and height, ``bleed_mm`` what a PNG carries beyond it on each side. ``layer`` is
    what of the artwork was laid over it, alone on clear ground, of the artwork's size: it is judged by itself, too,
    where the whole is sound, as a mirrored name is a small part of it. With a ``tool`` an SVG holds outlines for it,
    which are held against what is dark. ``warned`` is a file that says that it could not keep all of the artwork:
    tracing a photograph loses shades and small parts, but neither place nor light and dark.

    Raises:
        UnreadablePrint: the bytes are no production file of ours.
    """
    production = read_production(data, media_type, bleed_mm, _finest_px(artwork.size) * _OVERSAMPLED, tool)
    if warned and production.medium is Medium.VECTOR:
        production = replace(production, medium=Medium.SKETCH)
    # Of outlines there is the ink alone, as the rules read it and as the files are made.
    approved = inked(artwork) if production.medium is Medium.OUTLINE else artwork
    verdict = _judged(production, approved, size_mm)
    findings = (*_stated(production, size_mm), *verdict.findings)
    if not findings and layer is not None:
        findings = tuple(_on_layer(production, approved, size_mm, layer))
    return replace(verdict, findings=findings)


def _whole(picture: Image.Image, size: tuple[int, int]) -> Light:
    return sample(picture, (0, 0, *picture.size), size)


def _judged(production: Production, artwork: Image.Image, size_mm: tuple[float, float]) -> Verdict:
    size = compared_px(artwork.size, production.native_px)
    approved = _whole(artwork, size)
    rendered = production.at(size)
    reference, lost = _as_printed(artwork, approved, rendered, production)
    limits = LIMITS[production.medium]
    scale = size_mm[0] / size[0], size_mm[1] / size[1]
    simplified = flattened(artwork, size) if production.medium in _FLAT else None
    view, shift = _settled(View.of(reference, rendered, simplified), limits, scale)
    measures = {
        "mean_delta_e": float(view.difference.mean()),
        "tint_delta_e": view.tint(limits.tinted),
        "likeness": view.likeness,
        "shift_mm": math.hypot(*shift),
        "gamut_delta_e": lost,
    }
    findings = tuple(explain(view, production.profile, limits, scale))
    return Verdict(findings, measures, size_mm, approved, rendered, view.difference)


def _on_layer(
    production: Production, artwork: Image.Image, size_mm: tuple[float, float], layer: Image.Image
) -> Iterator[Finding]:
    box = layer.getchannel("A").getbbox()
    if box is None:
        return
    part, piece = production.part(artwork.size, box), artwork.crop(box)
    share = min(1.0, CLOSE_SIDE_PX / max(piece.size))
    size = max(1, round(piece.width * share)), max(1, round(piece.height * share))
    approved, covered = (sample(each, (0, 0, *piece.size), size) for each in (piece, layer.crop(box)))
    rendered = part.at(size)
    reference, _ = _as_printed(piece, approved, rendered, part)
    scale = size_mm[0] / artwork.width, size_mm[1] / artwork.height
    lost = lost_letters(View.of(reference, rendered), covered, (piece.width * scale[0], piece.height * scale[1]))
    yield from (each.moved(box[0] * scale[0], box[1] * scale[1]) for each in lost)


def compared_px(artwork_px: tuple[int, int], native_px: tuple[float, float]) -> tuple[int, int]:
    """The size at which both are compared: what both have, and no more than :data:`COMPARED_SIDE_PX` a side."""
    finest = max(LEAST_SIDE_PX, min(_finest_px(artwork_px), max(native_px)))
    share = finest / max(artwork_px)
    width, height = (max(LEAST_SIDE_PX, round(side * share)) for side in artwork_px)
    return width, height


def _finest_px(artwork_px: tuple[int, int]) -> float:
    return min(COMPARED_SIDE_PX, max(artwork_px) / _ENLARGED)


def _as_printed(artwork: Image.Image, approved: Light, rendered: Light, production: Production) -> tuple[Light, float]:
    """The artwork as a sound file of this kind shows it, and the mean difference that its gamut makes.

    Colours are fitted into the profile's gamut in the way that comes nearest to the file, and at full size: what is
    clipped before shrinking is not the same after it.
    """
    profile = production.profile
    if profile is None or profile == srgb_icc():
        return approved, 0.0
    printed = _proofed(artwork.convert("RGBA"), profile, _nearest_intent(approved, rendered, profile))
    reference = sample(printed, (0, 0, *printed.size), (approved.shape[1], approved.shape[0]))
    return reference, float(View.of(approved[_SPARSE], reference[_SPARSE]).difference.mean())


def _nearest_intent(approved: Light, rendered: Light, profile: bytes) -> Intent:
    """Nothing in a file has to tell how its colours were fitted in; a part of the pixels does."""
    grounds = grounds_for(approved, rendered)
    seen, small = looks(soft(rendered)[_SPARSE], grounds), shown(soft(approved)[_SPARSE])

    def off(intent: Intent) -> float:
        proofed = _proofed(small, profile, intent)
        return distance(looks(sample(proofed, (0, 0, *small.size), small.size), grounds), seen)

    return min(INTENTS, key=off)


def _proofed(picture: Image.Image, profile: bytes, intent: Intent) -> Image.Image:
    printed = proof(picture.convert("RGB"), profile, intent).convert("RGBA")
    printed.putalpha(picture.getchannel("A"))
    return printed


def _settled(view: View, limits: Limits, scale: tuple[float, float]) -> tuple[View, tuple[float, float]]:
    """The reference moved by the fraction of a pixel that rounding costs, and that move in mm; larger ones stay."""
    found = remainder(field(view.seen), field(view.seen_rendered))
    off = found[0] * scale[0], found[1] * scale[1]
    if math.hypot(*found) <= _SETTLED_PX or math.hypot(*off) > limits.shift(scale):
        return view, (0.0, 0.0)
    moved = view.against(shifted(view.reference, found))
    if distance(moved.seen, moved.seen_rendered) >= distance(view.seen, view.seen_rendered):
        return view, (0.0, 0.0)
    return moved, off


def shifted(light: Light, move: tuple[float, float]) -> Light:
    """The picture moved right and down by less than a pixel or two, its edges continued outwards."""
    result = light
    for axis, step in ((1, move[0]), (0, move[1])):
        result = _moved(result, axis, step)
    return result


def _moved(light: Light, axis: int, step: float) -> Light:
    places = np.arange(light.shape[axis]) - step
    low = np.floor(places).astype(int)
    part = (places - low).astype(np.float32)
    last = light.shape[axis] - 1
    before, after = (np.take(light, np.clip(low + each, 0, last), axis=axis) for each in (0, 1))
    weight = part[None, :, None] if axis == 1 else part[:, None, None]
    mixed: Light = before * (1 - weight) + after * weight
    return mixed


def _stated(production: Production, size_mm: tuple[float, float]) -> list[Finding]:
    """What the file says of itself and is wrong."""
    findings = []
    if production.profile_fault:
        why, why_fr = production.profile_fault
        findings.append(finding(Kind.WRONG_PROFILE, 1, 0, "profiles", why=why, why_fr=why_fr))
    if off := _off_size(production, size_mm):
        wanted = f"{size_mm[0]:g} x {size_mm[1]:g} mm"
        findings.append(finding(Kind.WRONG_SIZE, off[0], off[1], "mm", size=wanted))
    return findings


def _off_size(production: Production, size_mm: tuple[float, float]) -> tuple[float, float] | None:
    stated = production.size_mm or (0.0, 0.0)
    # Pixels are whole, so a raster's size is right to within one of them.
    for told, wanted, pixels in zip(stated, size_mm, production.native_px, strict=True):
        limit = wanted * _SIZE_SHARE + wanted / max(pixels, 1)
        if abs(told - wanted) > limit:
            return abs(told - wanted), limit
    return None
