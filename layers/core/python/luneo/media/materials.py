"""What a bundle was made with: versions, since bytes depend on them, and licences, since files are sold."""

import platform
import zlib
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from typing import Any, Final

from luneo.typography.faces import EAST_ASIAN_PACKAGE, LICENCE, Face
from luneo.version import VERSION

LIBRARIES: Final = (
    *("pillow", "numpy", "pyvips", "pyvips-binary", "vtracer", "pikepdf", "uharfbuzz", "python-bidi", "skia-pathops"),
    *("pygltflib", "c2pa-python", "cryptography", EAST_ASIAN_PACKAGE),
)
"""Those whose version shows in the bytes of a file or of its signature."""

PROFILES: Final = ({"name": "sRGB IEC61966-2.1", "made_by": "Little CMS", "licence": "No copyright, use freely"},)
"""Colour profiles that are embedded; the licence is the profile's own copyright tag."""

FONTS: Final = ({"name": "Aileron Regular", "made_by": "Sora Sagano, carried by Pillow", "licence": "CC0-1.0"},)
"""Fonts that artwork is lettered with, by the offline provider alone."""


_CLASSIFIER: Final = "License :: OSI Approved :: "
_LONGEST_NAME: Final = 60


def made_with() -> dict[str, Any]:
    """Versions and licences of Luneo's tools as installed; a library that is not installed is left out."""
    return {
        "luneo": VERSION,
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "machine": platform.machine(),
        "libraries": [described for name in LIBRARIES if (described := _library(name))],
    }


def font_of(face: Face) -> dict[str, str]:
    """A font that a text is set in."""
    return {"name": face.name, "made_by": face.made_by, "licence": LICENCE}


def _library(name: str) -> dict[str, str] | None:
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    return {"name": name, "version": about["Version"], "licence": _licence(about)}


def _licence(about: PackageMetadata) -> str:
    """By its SPDX expression, else as it names it in a line, else by its classifiers."""
    expression, licence, classifiers = (
        about.get_all(field) or () for field in ("License-Expression", "License", "Classifier")
    )
    if named := [it for it in (*expression, *licence) if 0 < len(it) <= _LONGEST_NAME]:
        return str(named[0])
    names = (it.removeprefix(_CLASSIFIER) for it in classifiers if it.startswith(_CLASSIFIER))
    return ", ".join(names) or "not stated"
