import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.media import keys
from luneo.media.files import PUBLIC, FileName, StoredFile
from luneo.media.manifest import manifest
from luneo.resources import Bucket


@given(st.text(max_size=300))
def test_any_file_name_becomes_a_safe_one(name: str):
    safe = keys.safe_file_name(name)

    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", safe)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Café au lait.JPG", "Cafe-au-lait.JPG"),
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\mug.png", "mug.png"),
        ("...", "file"),
        ("", "file"),
        ("写真.png", "file.png"),
        ("archive.tar.gz", "archive.tar.gz"),
        ("notes", "notes"),
    ],
)
def test_file_names_keep_what_is_readable(name: str, safe: str):
    assert keys.safe_file_name(name) == safe


def test_every_key_begins_with_its_tenant():
    made = [
        keys.upload_key("ten_1", "upl_1", "a.png"),
        keys.product_media_key("ten_1", "prd_1", "ab" * 32, "glb"),
        keys.generation_media_key("ten_1", "gen_1", "ab" * 32, "preview.png"),
        keys.production_key("ten_1", "gen_1", "print.pdf"),
    ]

    assert all(key.startswith("ten_1/") for key in made)
    assert made[2] == f"ten_1/generations/gen_1/{'ab' * 16}-preview.png"


def test_only_what_a_browser_needs_is_public():
    assert {name for name in FileName if name.bucket is Bucket.MEDIA} == PUBLIC | {
        sidecar for name in PUBLIC if (sidecar := name.sidecar)
    }
    assert all(name.media_type for name in FileName)


def test_a_manifest_does_not_depend_on_the_order_of_its_files():
    files = [StoredFile(name, f"k/{name}", "0" * 64, 1) for name in FileName]

    assert manifest({"seed": 1}, files) == manifest({"seed": 1}, files[::-1])
