import tomllib
from pathlib import Path

from luneo.version import VERSION


def test_the_package_and_its_metadata_say_the_same_version():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
