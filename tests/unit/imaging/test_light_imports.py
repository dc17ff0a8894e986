"""What may be imported without the weight of the imaging libraries."""

import subprocess
import sys

import pytest

HEAVY = {"numpy", "PIL", "pyvips", "pikepdf", "vtracer"}


@pytest.mark.parametrize(
    "module",
    [
        "luneo.imaging",
        "luneo.imaging.zones",
        "luneo.imaging.finishes",
        "luneo.fabrication",
        "luneo.styles",
        "luneo.adapters.offline",
        "luneo.adapters.offline.triggers",
        "luneo.adapters.offline.words",
    ],
)
def test_a_light_module_loads_no_heavy_library(module):
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert not HEAVY & set(loaded.stdout.split())
