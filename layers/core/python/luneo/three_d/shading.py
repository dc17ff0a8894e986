"""What each sample of a picture sends to the camera, split by whether the artwork decides it.

A sample's light is ``gain x albedo + glare``: diffuse and metallic reflection scale with the surface's own colour,
the clear coat's reflection does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

from luneo.three_d.camera import Camera
from luneo.three_d.colour import to_linear
from luneo.three_d.document import Document, Material, TextureSlot
from luneo.three_d.pictures import decode_texture
from luneo.three_d.raster import barycentric_steps
from luneo.three_d.scene import Part, Scene
from luneo.three_d.studio import Samples, environment

Array = NDArray[np.float32]

DIELECTRIC_REFLECTANCE = 0.04
SMOOTHEST = 0.04
BOUNCE_ALBEDO = 0.62
"""The mean albedo with which light bounces inside a product's own hollows."""


@dataclass(frozen=True, slots=True)
class Soup:
    """The whole scene as loose triangles: (m, 3, …) corners, each triangle's mean normal and its part."""

    corners: Array
    normals: Array
    facing: Array
    part: NDArray[np.int32]
    parts: tuple[Part, ...]

    @staticmethod
    def of(scene: Scene) -> "Soup":
        parts = scene.parts
        normals = np.concatenate([p.normals[p.triangles] for p in parts])
        mean = normals.mean(axis=1)
        return Soup(
            np.concatenate([p.positions[p.triangles] for p in parts]),
            normals,
            mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-6),
            np.repeat(np.arange(len(parts), dtype=np.int32), [len(p.triangles) for p in parts]),
            parts,
        )


@dataclass(frozen=True, slots=True)
class View:
    """The camera with the triangles on its square screen of ``samples``, and the ``steps`` of their weights there.

    ``to_studio`` turns world directions.
    """

    camera: Camera
    screen: Array
    steps: Array
    samples: int
    to_studio: Array

    @staticmethod
    def of(soup: Soup, samples: int, camera: Camera) -> "View":
        points = soup.corners.reshape(-1, 3).astype(np.float64)
        screen = camera.project(points, samples).astype(np.float32).reshape(-1, 3, 3)
        cosine, _, minus_sine = camera.axes[0]
        to_studio = np.array([[cosine, 0, minus_sine], [0, 1, 0], [-minus_sine, 0, cosine]], np.float32)
        return View(camera, screen, barycentric_steps(screen), samples, to_studio)


@dataclass(frozen=True, slots=True)
class Surfels:
    """Visible surface samples: position, unit normal facing the camera, triangle, barycentric weights."""

    positions: Array
    normals: Array
    triangles: NDArray[np.int32]
    weights: Array


def surfels(soup: Soup, view: View, triangles: NDArray[np.int32], x: Array, y: Array) -> Surfels:
    """The surface at screen places (x, y) known to show ``triangles``; weights are perspective-correct."""
    steps = view.steps[triangles]
    flat = np.maximum(steps[:, :, 0] * x[:, None] + steps[:, :, 1] * y[:, None] + steps[:, :, 2], 0)
    weighted = flat * view.screen[triangles, :, 2]
    weights = (weighted / np.maximum(weighted.sum(axis=1, keepdims=True), 1e-12)).astype(np.float32)
    positions = np.einsum("nk,nkd->nd", weights, soup.corners[triangles])
    normals = np.einsum("nk,nkd->nd", weights, soup.normals[triangles])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
    away = np.einsum("nd,nd->n", normals, positions - view.camera.eye.astype(np.float32)) > 0
    # A sheet's back is lit like its front; at a silhouette the shading normal may lean away a little.
    normals[away] *= -1
    return Surfels(positions, normals, triangles, weights)


@dataclass(frozen=True, slots=True)
class Lit:
    """Per sample: ``gain`` (n, 3) times the albedo, plus ``glare`` (n, 3), is the light sent to the camera."""

    gain: Array
    glare: Array


def shade(surface: Surfels, share: Array, view: View, light: "DiffuseLight", looks: "Looks") -> Lit:
    """Diffuse light by the shadow's share, and the studio mirrored with Fresnel and roughness."""
    to_eye = view.camera.eye.astype(np.float32) - surface.positions
    to_eye /= np.linalg.norm(to_eye, axis=1, keepdims=True)
    facing = np.clip(np.einsum("nd,nd->n", surface.normals, to_eye), 1e-3, 1)
    mirrored = 2 * facing[:, None] * surface.normals - to_eye
    roughness = np.maximum(looks.roughness, SMOOTHEST)
    radiance = environment(mirrored @ view.to_studio.T, roughness)
    radiance *= specular_share(share, facing, roughness)[:, None]
    scale, offset = environment_brdf(facing, roughness)
    ambient = share / (1 - BOUNCE_ALBEDO * (1 - share))
    diffuse = light.at(surface.normals @ view.to_studio.T) * ambient[:, None]
    metallic = looks.metallic[:, None]
    # A dielectric's diffuse light is what its surface did not mirror.
    kept = 1 - (DIELECTRIC_REFLECTANCE * scale + offset)[:, None]
    gain = (1 - metallic) * diffuse * kept + metallic * radiance * scale[:, None]
    glare = radiance * ((1 - metallic) * DIELECTRIC_REFLECTANCE * scale[:, None] + offset[:, None])
    return Lit(gain.astype(np.float32), glare.astype(np.float32))


def environment_brdf(facing: Array, roughness: Array) -> tuple[Array, Array]:
    """Scale and offset on the reflectance at normal incidence.

    The analytic fit to the split-sum GGX table for mobile shading published by Brian Karis (Epic Games, 2014).
    """
    r = [roughness * k + c for k, c in ((-1, 1), (-0.0275, 0.0425), (-0.572, 1.04), (0.022, -0.04))]
    bend = np.minimum(r[0] * r[0], 2.0 ** (-9.28 * facing)) * r[0] + r[1]
    return -1.04 * bend + r[2], 1.04 * bend + r[3]


def specular_share(share: Array, facing: Array, roughness: Array) -> Array:
    """The shadow's effect on reflections (Lagarde and de Rousiers, "Moving Frostbite to PBR", 2014)."""
    occluded: Array = np.clip((facing + share) ** np.exp2(-16 * roughness - 1) - 1 + share, 0, 1)
    return occluded


class DiffuseLight:
    """The light that an unshadowed surface gathers, by its normal, from nine spherical harmonics."""

    def __init__(self, samples: Samples) -> None:
        normals = _even_normals()
        gathered = np.maximum(normals @ samples.directions.T, 0) @ samples.light
        self._terms, *_ = np.linalg.lstsq(_harmonics(normals), gathered, rcond=None)

    def at(self, normals: NDArray[np.floating]) -> Array:
        """(n, 3) light for (n, 3) unit normals in the studio's frame."""
        light: Array = np.maximum(_harmonics(normals) @ self._terms, 0).astype(np.float32)
        return light


def _harmonics(n: NDArray[np.floating]) -> NDArray[np.float64]:
    x, y, z = n[:, 0], n[:, 1], n[:, 2]
    one = np.ones_like(x)
    return np.stack([one, x, y, z, x * y, y * z, x * z, x * x - y * y, 3 * z * z - 1], axis=1)


def _even_normals() -> NDArray[np.float64]:
    steps = np.linspace(-1, 1, 9)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    lengths = np.linalg.norm(cube, axis=1)
    unit: NDArray[np.float64] = cube[lengths > 0] / lengths[lengths > 0, None]
    return unit


@dataclass(frozen=True, slots=True)
class Looks:
    """Material parameters of samples: linear ``albedo`` (n, 3), ``emitted`` (n, 3), roughness and metallic (n,)."""

    albedo: Array
    emitted: Array
    roughness: Array
    metallic: Array


class Wardrobe:
    """The materials' parameters and decoded textures of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._decoded: dict[int, NDArray[np.uint8]] = {}

    def looks(self, soup: Soup, surface: Surfels) -> Looks:
        """The parameters of every sample."""
        count = len(surface.triangles)
        looks = Looks(
            np.zeros((count, 3), np.float32),
            np.zeros((count, 3), np.float32),
            np.zeros(count, np.float32),
            np.zeros(count, np.float32),
        )
        owner = soup.part[surface.triangles]
        firsts = _first_triangles(soup)
        for index in np.unique(owner):
            at = np.flatnonzero(owner == index)
            part = soup.parts[index]
            uvs = {
                mapping: interpolate(uv, part.triangles[surface.triangles[at] - firsts[index]], surface.weights[at])
                for mapping, uv in part.uvs.items()
            }
            self._fill(looks, at, part.material, uvs)
        return looks

    def _fill(self, looks: Looks, at: NDArray[np.intp], material: Material, uvs: Mapping[object, Array]) -> None:
        looks.albedo[at] = material.base_colour[:3]
        looks.roughness[at] = material.roughness
        looks.metallic[at] = material.metallic
        looks.emitted[at] = material.emissive
        if texels := self._sampled(material.base_texture, uvs):
            looks.albedo[at] *= to_linear(texels[0])
        if texels := self._sampled(material.metallic_roughness_texture, uvs):
            looks.roughness[at] *= texels[0][:, 1] / np.float32(255)
            looks.metallic[at] *= texels[0][:, 2] / np.float32(255)
        if texels := self._sampled(material.emissive_texture, uvs):
            looks.emitted[at] *= to_linear(texels[0])

    def _sampled(self, slot: TextureSlot | None, uvs: Mapping[object, Array]) -> tuple[NDArray[np.uint8]] | None:
        if slot is None or slot.mapping not in uvs:
            return None
        if slot.image not in self._decoded:
            picture: PilImage.Image = decode_texture(self._document.images[slot.image])
            self._decoded[slot.image] = np.asarray(picture.convert("RGB"))
        pixels, uv = self._decoded[slot.image], uvs[slot.mapping]
        height, width = pixels.shape[:2]
        columns = np.floor(uv[:, 0] * width).astype(np.int64) % width
        rows = np.floor(uv[:, 1] * height).astype(np.int64) % height
        return (pixels[rows, columns],)


def interpolate(values: Array, triangles: NDArray[np.int64], weights: Array) -> Array:
    """Vertex values at barycentric weights: (n, d) for (n, 3) vertex indices."""
    mixed: Array = np.einsum("nk,nkd->nd", weights, values[triangles])
    return mixed


def _first_triangles(soup: Soup) -> NDArray[np.int64]:
    counts = [len(part.triangles) for part in soup.parts]
    return np.concatenate([[0], np.cumsum(counts)[:-1]])


def zone_uv(soup: Soup, surface: Surfels, zone: Material | None) -> tuple[NDArray[np.bool_], Array]:
    """Which samples show the zone, and their texture coordinates there (zero elsewhere)."""
    owner, firsts = soup.part[surface.triangles], _first_triangles(soup)
    inside = np.zeros(len(owner), np.bool_)
    uv = np.zeros((len(owner), 2), np.float32)
    for index, part in enumerate(soup.parts):
        at = np.flatnonzero(owner == index)
        if zone is None or part.material.index != zone.index or not len(at) or not part.uvs:
            continue
        slot = part.material.base_texture
        values = part.uvs.get(slot.mapping) if slot else next(iter(part.uvs.values()))
        if values is not None:
            inside[at] = True
            uv[at] = interpolate(values, part.triangles[surface.triangles[at] - firsts[index]], surface.weights[at])
    return inside, uv
