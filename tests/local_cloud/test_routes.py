"""The route that wins is the one that wins in API Gateway."""

import itertools

import pytest

from local.gateway.routes import ApiRoute, RouteTable, function_of

KEYS = [
    "ANY /{proxy+}",
    "GET /api/{proxy+}",
    "GET /api/products/{id}",
    "GET /api/products/latest",
    "ANY /api/products/{id}",
    "POST /api/products",
    "$default",
]


def table(keys):
    return RouteTable([ApiRoute(key, f"fn-{key}") for key in keys])


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/api/products/latest", "GET /api/products/latest", {}),
        ("GET", "/api/products/7", "GET /api/products/{id}", {"id": "7"}),
        ("PUT", "/api/products/7", "ANY /api/products/{id}", {"id": "7"}),
        ("GET", "/api/products/7/files", "GET /api/{proxy+}", {"proxy": "products/7/files"}),
        ("POST", "/api/products/7/files", "ANY /{proxy+}", {"proxy": "api/products/7/files"}),
        ("POST", "/api/products", "POST /api/products", {}),
        ("GET", "/", "$default", {}),
        ("GET", "/api/products/a%2Fb", "GET /api/products/{id}", {"id": "a%2Fb"}),
    ],
)
def test_the_most_specific_route_wins_in_whatever_order_they_are_declared(method, path, key, parameters):
    for keys in itertools.islice(itertools.permutations(KEYS), 0, None, 97):
        match = table(keys).match(method, path)
        assert (match.route.key, match.parameters) == (key, parameters)


def test_a_method_that_no_route_of_the_path_has_is_not_found():
    assert table(["GET /api/products"]).match("DELETE", "/api/products") is None


def test_a_variable_does_not_match_an_empty_segment():
    assert table(["GET /api/products/{id}/files"]).match("GET", "/api/products//files") is None


@pytest.mark.parametrize(
    "uri",
    [
        "arn:aws:lambda:eu-west-1:123456789012:function:luneo-local-x",
        "arn:aws:apigateway:eu-west-1:lambda:path/2015/functions/arn:aws:lambda:eu-west-1:1:function:luneo-local-x/invocations",
    ],
)
def test_the_function_is_read_from_both_spellings_of_an_integration(uri):
    assert function_of(uri) == "luneo-local-x"
