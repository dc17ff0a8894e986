"""What a cold start of the generation endpoints must not pay for."""

import subprocess
import sys

import pytest

HEAVY = ("numpy", "PIL", "pyvips", "openai", "boto3", "pikepdf", "vtracer", "pygltflib", "moto")
AT_FIRST_USE = ("pynamodb", "botocore", "aws_lambda_powertools")
OF_SHOWING = ("luneo.generations.views", "luneo.generations.schemas", "luneo.moderation.schemas", "luneo.media.files")


def loaded(code: str) -> set[str]:
    """Which of the watched modules a fresh interpreter has after running this."""
    report = (
        f"{code}\nimport sys\nprint(*[name for name in {HEAVY + AT_FIRST_USE + OF_SHOWING!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    ["ai.generate", "ai.show", "ai.history", "ai.cancel", "ai.styles", "ai.fonts", "ai.set_text", "realtime.default"],
)
def test_a_handler_imports_lean(module: str):
    assert loaded(f"import functions.{module}") & {*HEAVY, *AT_FIRST_USE} == set()


def built(builder: str) -> str:
    return f"""
from luneo.identity.claims import shopper
from luneo.wiring.generations import {builder}
{builder}(shopper("ten_1", "shp_1", "https://shop.example"))
"""


@pytest.mark.parametrize("builder", ["asking", "generation_service"])
def test_putting_a_service_together_needs_no_picture_library(builder: str):
    assert loaded(built(builder)) & set(HEAVY) == set()


def test_asking_for_a_design_loads_nothing_that_shows_one():
    assert loaded("import functions.ai.generate\n" + built("asking")) & set(OF_SHOWING) == set()
    assert loaded("import functions.ai.show\n" + built("generation_service")) >= set(OF_SHOWING)
