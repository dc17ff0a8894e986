import re

import pytest

from luneo.http.route import Route
from luneo.http.socket import SocketRoute
from luneo.identity.permissions import CallerKind
from stacks.api import Authorizers, NoCallerAuthorizer

INTEGRATION_LIMIT_S = 30


@pytest.fixture(params=["local", "prod"])
def assembly(request, assemblies):
    return assemblies(request.param)


def test_every_route_leads_to_its_own_function_through_its_own_authoriser(assembly, whole):
    for route in whole.of(Route):
        name = route.function.logical_name
        deployed = assembly.text(assembly.named(f"{name}Route").properties)
        integration = assembly.text(assembly.named(f"{name}Integration").properties)
        permission = assembly.text(assembly.named(f"{name}Permission").properties)
        assert deployed["RouteKey"] == f"{route.method} {route.path}"
        assert deployed["Target"] == f"integrations/<{name}Integration>"
        assert integration["IntegrationUri"] == f"<{name}.Arn>"
        assert integration["PayloadFormatVersion"] == "2.0"
        assert {deployed["ApiId"], integration["ApiId"]} == {"<HttpApi>"}
        assert (deployed["AuthorizationType"], deployed.get("AuthorizerId")) == expected_authoriser(route)
        assert permission["FunctionName"] == f"<{name}.Arn>"
        path = re.sub(r"{[^}]+}", "*", route.path)
        assert permission["SourceArn"].endswith(f":<HttpApi>/$default/{route.method}{path}")


def expected_authoriser(route):
    if route.permission is None:
        return "NONE", None
    return ("JWT", "<Members>") if route.callers == {CallerKind.MEMBER} else ("CUSTOM", "<Callers>")


def test_no_route_is_deployed_that_no_function_declares(assembly, whole):
    declared = {route.key for route in (*whole.of(Route), *whole.of(SocketRoute))}
    assert {route.properties["RouteKey"] for route in assembly.of("AWS::ApiGatewayV2::Route")} == declared


def test_every_socket_route_leads_to_its_own_function(assembly, whole):
    for route in whole.of(SocketRoute):
        name = route.function.logical_name
        deployed = assembly.text(assembly.named(f"{name}Route").properties)
        integration = assembly.text(assembly.named(f"{name}Integration").properties)
        assert deployed["ApiId"] == integration["ApiId"] == "<ProgressSocket>"
        assert integration["IntegrationUri"].endswith(f"/functions/<{name}.Arn>/invocations")
        answers = route.key not in {"$connect", "$disconnect"}
        assert ("RouteResponseSelectionExpression" in deployed) == answers


def test_functions_behind_routes_end_before_the_gateway_gives_up(whole):
    for route in whole.of(Route):
        assert route.function.timeout_s < INTEGRATION_LIMIT_S, route.key


def test_members_tokens_are_checked_against_our_pool_and_client(assembly):
    jwt = assembly.text(members(assembly))
    assert jwt["JwtConfiguration"]["Audience"] == ["<MembersClient>"]
    assert jwt["JwtConfiguration"]["Issuer"].endswith("/<Members>")


def members(assembly):
    (found,) = [it for it in assembly.of("AWS::ApiGatewayV2::Authorizer") if it.properties["AuthorizerType"] == "JWT"]
    return found.properties


def test_callers_answers_are_cached_as_declared(assembly):
    callers = assembly.named("Callers").properties
    assert callers["EnableSimpleResponses"]
    assert callers["AuthorizerPayloadFormatVersion"] == "2.0"
    assert callers["AuthorizerResultTtlInSeconds"] > 0
    assert callers["IdentitySource"] == ["$request.header.Authorization"]


def test_a_route_for_several_kinds_of_caller_needs_the_caller_authoriser(whole):
    route = next(route for route in whole.of(Route) if CallerKind.SHOPPER in route.callers)
    with pytest.raises(NoCallerAuthorizer, match=route.path.split("{", maxsplit=1)[0]):
        Authorizers("members", None).of(route)


def test_every_stage_logs_and_limits(prod):
    for stage in prod.of("AWS::ApiGatewayV2::Stage"):
        assert stage.properties["AccessLogSettings"]["DestinationArn"]
        assert stage.properties["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
        assert stage.properties["DefaultRouteSettings"]["ThrottlingBurstLimit"] > 0


def test_with_a_domain_the_apis_own_endpoint_is_closed(assemblies, prod):
    own = assemblies(
        "prod",
        domain="luneo.example",
        certificate_arn="arn:aws:acm:us-east-1:1:certificate/a",
        origin_certificate_arn="arn:aws:acm:eu-west-1:1:certificate/b",
    )
    assert own.named("HttpApi").properties["DisableExecuteApiEndpoint"] is True
    assert prod.named("HttpApi").properties["DisableExecuteApiEndpoint"] is False
    config = own.text(own.named("Distribution").properties["DistributionConfig"])
    assert config["Aliases"] == ["luneo.example"]
    assert "origin.luneo.example" in {origin["DomainName"] for origin in config["Origins"]}


def test_no_stack_comes_near_the_limit_of_resources(assembly):
    for name, template in assembly.templates.items():
        assert len(template.get("Resources", {})) < 400, name
