"""What a function loads at its cold start: an allow-list, held per function in processes of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from luneo.catalogue import catalogue
from luneo.http.authorizer import AuthorizerSpec
from luneo.http.route import Route
from luneo.http.socket import SocketRoute
from luneo.resources import Layer

ROOT = Path(__file__).parents[2]
LAYER_OF = {
    "openai": {Layer.PROVIDERS},
    "httpx2": {Layer.PROVIDERS},
    "PIL": {Layer.IMAGING},
    "pyvips": {Layer.IMAGING},
    "pikepdf": {Layer.IMAGING},
    "vtracer": {Layer.IMAGING},
    "numpy": {Layer.IMAGING, Layer.THREE_D},
    "pygltflib": {Layer.THREE_D},
}
NEVER_AT_IMPORT = {
    "aws_lambda_powertools.event_handler",
    "aws_xray_sdk",
    "boto3",
    "moto",
    "requests",
    "skimage",
}
# A verified token is what these are about; elsewhere the gateway or the authoriser has verified it.
MAY_VERIFY_TOKENS = {"functions.authorizers.caller", "functions.widget.open_session"}
SCRIPT = """
import importlib, json, os, sys
import pydantic.main, pydantic.types, pydantic.json_schema
for name in sys.argv[1:]:
    read, write = os.pipe()
    if os.fork() == 0:
        importlib.import_module(name)
        os.write(write, json.dumps(sorted(sys.modules)).encode() + b"\\n")
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        print(answer.read().strip() or "[]", flush=True)
"""
CATALOGUE = catalogue()
LEAN = {item.function.module for kind in (Route, SocketRoute, AuthorizerSpec) for item in CATALOGUE.of(kind)}


@pytest.fixture(scope="module")
def loaded():
    modules = [function.module for function in CATALOGUE.functions]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *modules], env={}, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name: set(json.loads(line)) for name, line in zip(modules, done.stdout.splitlines(), strict=True)}


@pytest.mark.parametrize("function", CATALOGUE.functions, ids=lambda function: function.module)
def test_a_function_loads_only_what_its_layers_carry(function, loaded):
    assert loaded[function.module], "it did not import"
    foreign = {name for name, layers in LAYER_OF.items() if not layers & set(function.layers)}
    assert loaded[function.module] & (foreign | NEVER_AT_IMPORT) == set()


@pytest.mark.parametrize("module", sorted(LEAN))
def test_an_api_function_loads_nothing_heavy(module, loaded):
    assert loaded[module] & set(LAYER_OF) == set()


@pytest.mark.parametrize("module", sorted(LEAN - MAY_VERIFY_TOKENS))
def test_only_who_verifies_tokens_loads_cryptography(module, loaded):
    assert loaded[module] & {"jwt", "cryptography"} == set()


def test_the_liveness_check_touches_no_aws_library(loaded):
    live = next(route.function.module for route in CATALOGUE.of(Route) if route.path == "/api/health")
    assert loaded[live] & {"botocore", "pynamodb"} == set()


def test_what_judges_prompts_and_pictures_loads_no_picture_library():
    # Its tasks have the providers' layer alone.
    given = [sys.executable, "-c", SCRIPT, "luneo.pipeline.judging"]
    done = subprocess.run(given, env={}, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (
        set(json.loads(done.stdout)) & {name for name, layers in LAYER_OF.items() if Layer.PROVIDERS not in layers}
        == set()
    )
