import io
import struct
import zipfile

import pytest
from PIL import Image

from luneo.three_d import models
from luneo.three_d.errors import InvalidModel
from luneo.three_d.texture import apply_texture, texture_sha256
from luneo.three_d.usda import Names
from luneo.three_d.usdz import usdz_from_glb, usdz_texture_sha256


def open_stage(usdz, folder):
    from pxr import Usd

    path = folder / "model.usdz"
    path.write_bytes(usdz)
    return Usd.Stage.Open(str(path))


@pytest.mark.parametrize("product", [models.mug, models.bottle, models.plaque])
def test_openusd_finds_nothing_wrong(product, cat, usd_issues):
    assert usd_issues(usdz_from_glb(apply_texture(product(), cat, extras={"a": 'quote " and \\'}))) == []


def test_both_files_carry_the_same_texture(mug, cat):
    printed = apply_texture(mug, cat)
    assert list(usdz_texture_sha256(usdz_from_glb(printed)).values()) == [texture_sha256(printed)]


def test_the_same_glb_gives_the_same_bytes(mug):
    assert usdz_from_glb(mug) == usdz_from_glb(mug)


def test_every_file_is_stored_at_a_multiple_of_64_bytes(mug):
    usdz = usdz_from_glb(mug)
    with zipfile.ZipFile(io.BytesIO(usdz)) as package:
        entries = package.infolist()
    assert entries[0].filename.endswith(".usda")
    for entry in entries:
        name, extra = struct.unpack_from("<HH", usdz, entry.header_offset + 26)
        assert (entry.header_offset + 30 + name + extra) % 64 == 0
        assert entry.compress_type == zipfile.ZIP_STORED


def test_size_and_units_survive(mug, tmp_path):
    from pxr import Usd, UsdGeom

    stage = open_stage(usdz_from_glb(mug), tmp_path)
    box = UsdGeom.BBoxCache(Usd.TimeCode.Default(), ["default"]).ComputeWorldBound(stage.GetDefaultPrim())
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1
    assert UsdGeom.GetStageUpAxis(stage) == "Y"
    assert box.ComputeAlignedRange().GetSize()[1] == pytest.approx(0.0955, abs=1e-5)


def test_v_is_turned_over(model, tmp_path):
    from pxr import UsdGeom

    slot = model.texture(_png(), "image/png")
    model.root["materials"][0]["pbrMetallicRoughness"] = {"baseColorTexture": slot}
    stage = open_stage(usdz_from_glb(model.glb()), tmp_path)
    mesh = next(prim for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh))
    points = UsdGeom.Mesh(mesh).GetPointsAttr().Get()
    coordinates = UsdGeom.PrimvarsAPI(mesh).GetPrimvar("st0").Get()
    assert all(uv == pytest.approx(point[:2]) for uv, point in zip(coordinates, points, strict=True))


def test_material_parameters_and_sides_are_carried_over(model, usd_issues, tmp_path):
    from pxr import UsdGeom, UsdShade

    slot = model.texture(_png(), "image/png")
    model.root["materials"][0] |= {
        "name": "1 café",
        "doubleSided": True,
        "alphaMode": "MASK",
        "alphaCutoff": 0.25,
        "emissiveFactor": [0.5, 0, 0],
        "normalTexture": slot,
        "occlusionTexture": slot,
        "pbrMetallicRoughness": {
            "baseColorTexture": {**slot, "extensions": {"KHR_texture_transform": {"scale": [2, 2]}}},
            "metallicRoughnessTexture": slot,
            "roughnessFactor": 0.5,
        },
    }
    usdz = usdz_from_glb(model.glb())
    assert usd_issues(usdz) == []
    stage = open_stage(usdz, tmp_path)
    mesh = next(prim for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh))
    assert UsdGeom.Mesh(mesh).GetDoubleSidedAttr().Get()
    shader = UsdShade.MaterialBindingAPI(mesh).ComputeBoundMaterial()[0].ComputeSurfaceSource()[0]
    assert shader.GetInput("opacityThreshold").Get() == 0.25
    assert tuple(shader.GetInput("emissiveColor").Get()) == (0.5, 0, 0)
    sampler = shader.GetInput("roughness").GetConnectedSource()[0]
    assert tuple(sampler.GetInput("scale").Get()) == (1, 0.5, 1, 1)


def test_names_are_identifiers_and_unique():
    names = Names()
    given = [names.unique(name) for name in ("2 mugs", "2 mugs", "", "é", "a/b", "2 mugs")]
    assert given == ["_2_mugs", "_2_mugs_2", "unnamed", "_", "a_b", "_2_mugs_3"]


def test_a_broken_package_is_refused():
    with pytest.raises(InvalidModel):
        usdz_texture_sha256(b"no zip")


def _png():
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), (128, 128, 255)).save(buffer, "PNG")
    return buffer.getvalue()
