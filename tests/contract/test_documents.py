"""The generated documents say what the declarations say, and are what their standards ask."""

import importlib
import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from local.derived import documents, openapi
from local.derived.events import example_event
from local.derived.examples import example
from luneo.catalogue import catalogue
from luneo.http.binding import Signature
from luneo.http.request import Request
from luneo.http.route import Route
from luneo.schema import View

CATALOGUE = catalogue()
DOCUMENT = openapi.document(CATALOGUE.of(Route))


@pytest.mark.parametrize("path", [documents.OPENAPI, documents.PERMISSIONS], ids=lambda path: path.name)
def test_a_committed_document_is_up_to_date(path):
    assert path.read_text(encoding="utf-8") == documents.contents(CATALOGUE)[path], "run `make openapi`"


def test_the_document_is_valid_openapi_3_1():
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_every_route_is_an_operation_and_every_operation_a_route():
    operations = {f"{method.upper()} {path}" for path, item in DOCUMENT["paths"].items() for method in item}
    assert operations == {route.key for route in CATALOGUE.of(Route) if route.method != "OPTIONS"}


def test_operation_ids_are_unique():
    ids = [operation["operationId"] for item in DOCUMENT["paths"].values() for operation in item.values()]
    assert len(set(ids)) == len(ids)


def test_who_may_call_stands_in_the_document():
    for route in CATALOGUE.of(Route):
        if route.method == "OPTIONS":
            continue
        operation = DOCUMENT["paths"][route.path][route.method.lower()]
        assert {name for scheme in operation["security"] for name in scheme} == {str(kind) for kind in route.callers}


def test_every_reference_resolves():
    text = json.dumps(DOCUMENT)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(DOCUMENT["components"]["schemas"])


def test_two_models_of_one_name_are_refused():
    def twin():
        class ProductView(View):
            other: int

        return ProductView

    with pytest.raises(openapi.NameClash):
        openapi._refuse_clashes([twin(), twin()])


BODIES = {
    route.key: signature.body
    for route in CATALOGUE.of(Route)
    if (signature := Signature.of(route.operation, route.path)).body
}


@pytest.mark.parametrize("key", sorted(BODIES))
def test_the_example_body_of_a_route_is_one_that_it_accepts(key):
    schema = BODIES[key].model_json_schema()
    assert BODIES[key].model_validate_json(json.dumps(example(schema, schema.get("$defs", {}))))


@pytest.mark.parametrize("route", CATALOGUE.of(Route), ids=lambda route: route.key)
def test_the_example_event_of_a_route_binds(route):
    endpoint = importlib.import_module(route.function.module).handler
    request = Request.from_event(example_event(endpoint))
    assert set(endpoint.signature.bind(request, None)) == set(endpoint.signature.sources)
