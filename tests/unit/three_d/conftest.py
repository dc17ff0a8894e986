"""Hand-made GLBs, and the two judges: gltf-validator (Node) and OpenUSD's validators."""

import base64
import json
import re
import select
import struct
import subprocess
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

from luneo.three_d import models
from luneo.three_d.container import padding, write_glb

HERE = Path(__file__).parent
ROOT = next(parent for parent in HERE.parents if (parent / "package.json").exists())
ANSWER_TIMEOUT_S = 60
REAL_MODELS = sorted((ROOT / "node_modules/@pmndrs/assets/models").glob("*.glb.js"))

# Enough to meet every kind of damage on each run; hypothesis remembers what once failed.
settings.register_profile(
    "damaged models", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
FUZZ = settings.get_profile("damaged models")


class Model:
    """A glTF document under construction: a quad of one square metre, facing +z."""

    def __init__(self):
        self.root = {"asset": {"version": "2.0"}, "accessors": [], "bufferViews": [], "buffers": [{}]}
        self.blob = bytearray()
        corners = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], "<f4")
        self.root["meshes"] = [
            {
                "primitives": [
                    {
                        "attributes": {
                            "POSITION": self.accessor(corners, "VEC3"),
                            "TEXCOORD_0": self.accessor(np.array([[0, 1], [1, 1], [1, 0], [0, 0]], "<f4"), "VEC2"),
                        },
                        "indices": self.accessor(np.array([0, 1, 2, 0, 2, 3], "<u2"), "SCALAR"),
                        "material": 0,
                    }
                ]
            }
        ]
        self.root["materials"] = [{"name": "print_zone"}]
        self.root["nodes"] = [{"mesh": 0}]
        self.root["scenes"] = [{"nodes": [0]}]
        self.root["scene"] = 0

    @property
    def primitive(self):
        return self.root["meshes"][0]["primitives"][0]

    def view(self, content):
        self.blob.extend(bytes(padding(len(self.blob))))
        self.root["bufferViews"].append({"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(content)})
        self.blob.extend(content)
        return len(self.root["bufferViews"]) - 1

    def accessor(self, values, kind):
        codes = {"<f4": 5126, "<u2": 5123, "<u4": 5125, "|u1": 5121}
        self.root["accessors"].append(
            {
                "bufferView": self.view(values.tobytes()),
                "componentType": codes[values.dtype.str],
                "count": len(values),
                "type": kind,
                "min": np.atleast_1d(np.nan_to_num(values.min(axis=0))).tolist(),
                "max": np.atleast_1d(np.nan_to_num(values.max(axis=0))).tolist(),
            }
        )
        return len(self.root["accessors"]) - 1

    def texture(self, encoded, mime):
        tables = ("images", "textures")
        image, texture = (self.root.setdefault(table, []) for table in tables)
        image.append({"mimeType": mime, "bufferView": self.view(encoded)})
        texture.append({"source": len(image) - 1})
        return {"index": len(texture) - 1}

    def glb(self):
        if self.root["buffers"] == [{}]:
            self.root["buffers"] = [{"byteLength": len(self.blob)}]
        return write_glb(self.root, self.blob)


@pytest.fixture
def model():
    return Model()


@pytest.fixture(scope="session")
def mug():
    return models.mug()


@pytest.fixture(scope="session")
def cat():
    with Image.open(files("skimage") / "data/chelsea.png") as photo:
        return photo.convert("RGB")


@pytest.fixture(scope="session")
def gltf_issues():
    """The messages of gltf-validator about a GLB; an empty list is a clean file."""
    command = ["node", str(HERE / "validate_glb.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as validator:

        def issues(glb):
            validator.stdin.write(struct.pack("<I", len(glb)) + glb)
            validator.stdin.flush()
            answered, _, _ = select.select([validator.stdout], [], [], ANSWER_TIMEOUT_S)
            assert answered, "gltf-validator does not answer."
            return json.loads(validator.stdout.readline())["issues"]["messages"]

        yield issues
        validator.stdin.close()
        validator.wait(ANSWER_TIMEOUT_S)


@pytest.fixture(scope="session")
def usd_issues(tmp_path_factory):
    """What all of OpenUSD's validators say about a USDZ; an empty list is a clean file."""
    from pxr import Usd, UsdValidation

    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    context = UsdValidation.ValidationContext(validators)
    assert len(validators) >= 30

    def issues(usdz):
        path = tmp_path_factory.mktemp("usdz") / "model.usdz"
        path.write_bytes(usdz)
        return [error.GetMessage() for error in context.Validate(Usd.Stage.Open(str(path)))]

    return issues


def real_glb(path):
    """The GLB inside one of the npm package's modules."""
    return base64.b64decode(re.search(r"base64,([A-Za-z0-9+/=]+)", path.read_text()).group(1))
