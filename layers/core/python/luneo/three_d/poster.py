"""A product photograph of a GLB, rendered without a GPU, and the maps from which it is redone with other artwork.

Everything but the artwork is settled once (:func:`compile_poster`, about two seconds); a design then only samples its
picture through the stored texture coordinates (:func:`render_from_maps`, milliseconds). :func:`render_poster` does
both, so the two can never disagree.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

from luneo.three_d.camera import Camera, frame
from luneo.three_d.document import Material
from luneo.three_d.errors import InvalidModel
from luneo.three_d.exposure import Layers, Sitting, by_block, expose
from luneo.three_d.glb import zone_of
from luneo.three_d.maps import PosterMaps, pack_maps, render_from_maps
from luneo.three_d.raster import NOTHING, rasterise
from luneo.three_d.scene import Scene, load_scene
from luneo.three_d.shading import DiffuseLight, Soup, View, Wardrobe
from luneo.three_d.shadows import Shadows, map_side, surface_points
from luneo.three_d.studio import Samples, light_samples
from luneo.three_d.texture import WHOLE, Region, base_of
from luneo.three_d.viewpoint import viewpoint

__all__ = ["PosterMaps", "compile_poster", "render_from_maps", "render_poster"]

Array = NDArray[np.float32]

SAMPLES_ACROSS = 3
SHARE_STEP = 4
"""Pixels along a block that has its shadow in common; a depth map's cell is larger."""
FLOOR_STEP = 2
SMOOTHING_PASSES = 1
FLOOR_REACH = 1.5
SHADOW_STRENGTH = 0.88
SHADOW_BLURS = (0.004, 0.030)
"""Of the picture's side: how far the table's shadow is softened where it is deep, and where it is faint."""


def render_poster(
    glb: bytes,
    size_px: int = 1024,
    *,
    azimuth_deg: float | None = None,
    elevation_deg: float | None = None,
    transparent: bool = False,
    samples_across: int = SAMPLES_ACROSS,
) -> PilImage.Image:
    """A square picture of the model: RGB on a studio background, or RGBA with its shadow when ``transparent``.

    Azimuth 0 faces the model's front (+z) and grows towards +x; by default the camera stands where the print is seen
    (:func:`~luneo.three_d.viewpoint.viewpoint`). ``samples_across`` squared samples make a pixel.
    Raises :class:`InvalidModel`.
    """
    maps = compile_poster(
        glb,
        size_px,
        azimuth_deg=azimuth_deg,
        elevation_deg=elevation_deg,
        transparent=transparent,
        samples_across=samples_across,
    )
    return render_from_maps(maps, None)


def compile_poster(
    glb: bytes,
    size_px: int = 1024,
    *,
    material: str | None = None,
    region: Region = WHOLE,
    azimuth_deg: float | None = None,
    elevation_deg: float | None = None,
    transparent: bool = False,
    samples_across: int = SAMPLES_ACROSS,
) -> PosterMaps:
    """All of the poster that the product alone determines; ``material`` and ``region`` as in ``apply_texture``."""
    scene = load_scene(glb)
    camera = frame(scene.points, *angles(scene, material, azimuth_deg, elevation_deg))
    return photographed(
        scene, camera, size_px, material=material, region=region, transparent=transparent, samples_across=samples_across
    )


def angles(
    scene: Scene, material: str | None, azimuth_deg: float | None, elevation_deg: float | None
) -> tuple[float, float]:
    """The given angles, in place of one that is None that from which the print is seen."""
    if azimuth_deg is not None and elevation_deg is not None:
        return azimuth_deg, elevation_deg
    azimuth, elevation = viewpoint(scene, _zone(scene, material))
    return (azimuth if azimuth_deg is None else azimuth_deg, elevation if elevation_deg is None else elevation_deg)


def photographed(
    scene: Scene,
    camera: Camera,
    size_px: int,
    *,
    material: str | None,
    region: Region = WHOLE,
    transparent: bool = False,
    samples_across: int = SAMPLES_ACROSS,
) -> PosterMaps:
    """:func:`compile_poster` for a scene that is loaded and a camera that stands."""
    zone = _zone(scene, material)
    layers, table = _exposed(scene, zone, size_px, samples_across, camera)
    base = None if zone is None else base_of(scene.document, zone)
    return pack_maps(layers, table * SHADOW_STRENGTH, base, region, transparent=transparent)


def _exposed(
    scene: Scene, zone: Material | None, size: int, samples_across: int, camera: Camera
) -> tuple[Layers, Array]:
    """The picture's layers and the table's shadow; the far larger buffers of samples end here."""
    soup, studio, side = Soup.of(scene), light_samples(), map_side(size)
    view = View.of(soup, size * samples_across, camera)
    coverage = rasterise(view.screen, view.samples, view.samples)
    sitting = Sitting(soup, view, coverage, DiffuseLight(studio), Wardrobe(scene.document), zone)
    lights = Samples(studio.directions @ view.to_studio, studio.light)
    shadows = Shadows(surface_points(soup.corners, side), lights, side)
    return expose(sitting, _share(sitting, shadows, size)), _table_shadow(sitting, shadows, size)


def _zone(scene: Scene, name: str | None) -> Material | None:
    try:
        return zone_of(scene.document, name)
    except InvalidModel:
        if name is not None:
            raise
        return None


def _share(sitting: Sitting, shadows: Shadows, size: int) -> Array:
    """The share of light that the model leaves each pixel, measured at one covered pixel of each block."""
    small = max(1, size // SHARE_STEP)
    across, spread = sitting.view.samples // size, size // small
    middle, used = across // 2, slice(small * spread)
    blocks = by_block(sitting.coverage.triangle[middle::across, middle::across][used, used], small)
    order = np.roll(np.arange(spread * spread), -(spread * spread // 2))
    covered = blocks[:, :, order] != NOTHING
    known = covered.any(axis=2)
    rows, columns = np.nonzero(known)
    down, right = np.divmod(order[covered[rows, columns].argmax(axis=1)], spread)
    surface = sitting.seen((rows * spread + down) * across + middle, (columns * spread + right) * across + middle)
    share = np.zeros((small, small), np.float32)
    share[known] = shadows.share(surface.positions, surface.normals)
    return _enlarged(_smooth(share, known), size)


def _smooth(share: Array, known: NDArray[np.bool_]) -> Array:
    """A small blur among the known blocks; their neighbours take on their share, so no void mixes in later."""
    total, weight = share, known.astype(np.float32)
    for _ in range(SMOOTHING_PASSES):
        for axis in (0, 1):
            total = total + np.roll(total, 1, axis) + np.roll(total, -1, axis)
            weight = weight + np.roll(weight, 1, axis) + np.roll(weight, -1, axis)
    return (total / np.maximum(weight, 1e-6)).astype(np.float32, copy=False)


def _enlarged(values: Array, size: int) -> Array:
    enlarged = PilImage.fromarray(values).resize((size, size), PilImage.Resampling.BICUBIC)
    clipped: Array = np.clip(np.asarray(enlarged, np.float32), 0, 1)
    return clipped


def _table_shadow(sitting: Sitting, shadows: Shadows, size: int) -> Array:
    """How much of the studio's light the model keeps from the table that it stands on, 0…1 per pixel."""
    small = max(1, size // FLOOR_STEP)
    steps = (np.arange(small) + 0.5) / small
    rays = sitting.view.camera.rays(*np.meshgrid(steps, steps))
    eye, model = sitting.view.camera.eye, sitting.soup.corners.reshape(-1, 3)
    low, high = model.min(axis=0), model.max(axis=0)
    points = eye + rays * ((low[1] - eye[1]) / np.minimum(rays[..., 1], -1e-6))[..., None]
    away = np.linalg.norm((points - (low + high) / 2)[..., [0, 2]], axis=-1)
    reach = float(np.linalg.norm(high - low)) * FLOOR_REACH
    near = (rays[..., 1] < 0) & (away < reach) & (eye[1] > low[1])
    chosen = points[near].astype(np.float32)
    up = np.array([[0, 1, 0]], np.float32)
    shadow = np.zeros((small, small), np.float32)
    fading = np.clip((1 - away[near] / reach) * 3, 0, 1)
    shadow[near] = (1 - shadows.share(chosen, up)) * fading
    return _enlarged(_soften(shadow), size)


def _soften(shadow: Array) -> Array:
    """Crisp where the product touches the table, soft further out, where single lights would draw contours."""
    crisp, soft = (_blurred(shadow, max(1, round(blur * len(shadow)))) for blur in SHADOW_BLURS)
    deep = np.clip((crisp - 0.25) * 2.5, 0, 1)
    softened: Array = crisp * deep + soft * (1 - deep)
    return softened


def _blurred(values: Array, cell: int) -> Array:
    """Blurred over about two cells: averaged cell by cell, then enlarged through a smooth kernel."""
    side = len(values)
    picture = PilImage.fromarray(values).resize((-(-side // cell),) * 2, PilImage.Resampling.HAMMING)
    return np.asarray(picture.resize((side, side), PilImage.Resampling.BICUBIC))
