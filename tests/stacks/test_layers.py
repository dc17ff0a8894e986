import re
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment

from luneo.resources import Layer
from stacks.bundle import LAYERS, _fingerprint, _stamp, size_of
from stacks.layers import MEGABYTE, budgets
from stacks.locks import DEVELOPMENT_LOCK, lock_file, pins
from stacks.platform import PYTHON

LOCKED = [layer for layer in Layer if layer is not Layer.CORE]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\\n]+))?", re.MULTILINE)


def development_pins():
    """What the development lock pins where the Lambda's Python runs."""
    platform = default_environment() | {
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.0",
        "platform_machine": "aarch64",
    }
    found = PIN.findall(DEVELOPMENT_LOCK.read_text())
    return {name: version for name, version, marker in found if not marker or Marker(marker.strip()).evaluate(platform)}


@pytest.mark.parametrize("layer", LOCKED)
def test_a_layer_ships_the_versions_that_are_tested(layer):
    developed = development_pins()
    shipped = pins(lock_file(layer))
    assert shipped
    assert {name: version for name, version in shipped.items() if developed.get(name) != version} == {}


@pytest.mark.parametrize("layer", LOCKED)
def test_every_pin_has_its_hash_and_no_place_to_fetch_it_from(layer):
    lines = lock_file(layer).read_text()
    assert len(re.findall(r"^\S+==", lines, re.MULTILINE)) == len(re.findall(r"== ?\S+ \\\n    --hash", lines))
    assert "://" not in lines


@pytest.mark.parametrize("layer", LOCKED)
def test_every_wanted_package_is_locked(layer):
    wanted = (lock_file(layer).parent / "requirements.in").read_text().split()
    assert {re.sub(r"\[.*", "", name) for name in wanted} <= set(pins(lock_file(layer)))


def test_no_package_of_the_web_layer_is_shipped_a_second_time():
    web = set(pins(lock_file(Layer.WEB)))
    assert not [layer for layer in LOCKED if layer is not Layer.WEB and web & set(pins(lock_file(layer)))]


def test_numpy_is_in_one_layer():
    assert [layer for layer in LOCKED if "numpy" in pins(lock_file(layer))] == [Layer.IMAGING]


@pytest.mark.parametrize("layer", LOCKED)
def test_a_built_layer_is_within_its_budget(layer):
    design, target = budgets().layers[layer], LAYERS / layer.value
    stamp = _stamp(target)
    if not stamp.exists() or stamp.read_text() != _fingerprint(design, lock_file(layer)):
        pytest.skip(f"layer {layer.value} is not built from today's lock: python -m stacks.bundle --without-bytecode")
    assert 0 < size_of(target) <= design.budget_mb * MEGABYTE


def test_every_layer_has_a_folder():
    root = Path(__file__).parents[2] / "layers"
    assert {layer.value for layer in Layer} <= {path.name for path in root.iterdir()}
