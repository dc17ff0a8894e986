"""What a cold start of the generation endpoints must not pay for."""

import subprocess
import sys

import pytest

HEAVY = ("numpy", "PIL", "pyvips", "openai", "boto3", "pikepdf", "vtracer", "pygltflib", "moto")
AT_FIRST_USE = ("pynamodb", "botocore", "aws_lambda_powertools")


def loaded(code: str) -> set[str]:
    """Which of the watched modules a fresh interpreter has after running this."""
    report = f"{code}\nimport sys\nprint(*[name for name in {HEAVY + AT_FIRST_USE!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module", ["ai.generate", "ai.show", "ai.history", "ai.cancel", "ai.styles", "realtime.default"]
)
def test_a_handler_imports_lean(module: str):
    assert loaded(f"import functions.{module}") == set()


def test_putting_the_service_together_needs_no_picture_library():
    code = """
from luneo.identity.claims import shopper
from luneo.wiring.generations import generation_service
generation_service(shopper("ten_1", "shp_1", "https://shop.example"))
"""
    assert loaded(code) & set(HEAVY) == set()
