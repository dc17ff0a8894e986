import re

import pytest

from luneo import settings
from luneo.resources import Bucket, Bus, Layer, Machine, Model, Pool, Secret, Socket, Table
from luneo.workflow.subscriber import EventPattern, Every, Subscription, TableStream
from stacks.directory import Directory, NotDeployed
from stacks.layers import budgets
from tests.stacks.assembly import listed

# The only actions that take no resource in a policy (AWS's service authorization reference).
RESOURCELESS = re.compile(
    r"^(xray:(Put|GetSampling)\w+|logs:(\w+LogDelivery|ListLogDeliveries|\w+ResourcePolic\w+|DescribeLogGroups))$"
)
# Its own log group, its traces, the keys of what it was granted, and the queue a subscriber parks failures in.
IMPLIED = re.compile(r"^(logs:(CreateLogStream|PutLogEvents)|xray:Put\w+|kms:\w+|sqs:SendMessage)$")
COMMON = {"LUNEO_STAGE", "LUNEO_PUBLIC_URL", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL"}


def pascal(value):
    return "".join(part.capitalize() for part in re.split("[-_]", value))


def arns(grant):  # noqa: C901, PLR0911 - one row a kind
    """What a grant's policy must name, written down independently of the stacks."""
    resource = grant.resource
    name = f"{type(resource).__name__}{pascal(resource.value)}"
    match resource:
        case Table() if grant.access == "stream":
            return [f"<{name}.StreamArn>"]
        case Table():
            return [f"<{name}.Arn>"]
        case Bucket():
            return [f"<{name}.Arn>/*"]
        case Secret():
            return [f"<{name}>"]
        case Machine() if grant.access == "start":
            return [f"<{pascal(resource.value)}Machine>"]
        case Machine():
            return [f":execution:<{pascal(resource.value)}Machine.Name>:*"]
        case Pool():
            return ["<Members.Arn>"]
        case Socket():
            return [f":<{pascal(resource.value)}Socket>/live/POST/@connections/*"]
        case Model.TEXT_TO_IMAGE:
            return [":bedrock:us-west-2::foundation-model/stability.stable-image-core-v1:1"]
        case Model():
            name = {Model.INPAINTING: "image-inpaint", Model.UPSCALING: "fast-upscale"}[resource]
            return [
                f":inference-profile/us.stability.stable-{name}-v1:0",
                *(
                    f":bedrock:us-{at}::foundation-model/stability.stable-{name}-v1:0"
                    for at in ("east-1", "east-2", "west-2")
                ),
            ]
        case Bus():
            return [f"<{name}.Arn>"]


@pytest.fixture(params=["local", "prod"])
def assembly(request, assemblies):
    return assemblies(request.param)


def test_every_declared_function_is_deployed_with_what_it_declares(assembly, whole):
    deployed = {resource.name: resource.properties for resource in assembly.of("AWS::Lambda::Function")}
    for function in whole.functions:
        properties = deployed[function.logical_name]
        assert properties["Handler"] == function.handler
        assert properties["MemorySize"] == function.memory_mb
        assert properties["Timeout"] == function.timeout_s
        layers = assembly.text(properties["Layers"])
        assert layers == [f"<{pascal(layer.value)}Layer>" for layer in dict.fromkeys(function.layers)]
        assert properties["Architectures"] == ["arm64"]


def test_every_policy_is_the_functions_declaration_and_nothing_else(assembly, whole):
    for function in whole.functions:
        statements = assembly.statements(assembly.named(f"{function.logical_name}Role"))
        allowed = {action for statement in statements for action in listed(statement["Action"])}
        declared = {action for grant in function.uses for action in grant.actions}
        implied = {action for action in allowed - declared if IMPLIED.match(action)}
        assert allowed == declared | implied, function.module
        for grant in (grant for grant in function.uses if grant.actions):
            (statement,) = [it for it in statements if it["Action"] == list(grant.actions) and covers(it, grant)]
            assert all(any(arn in text for arn in arns(grant)) or "/index/" in text for text in statement["Resource"])


def covers(statement, grant):
    return any(arn in text for arn in arns(grant) for text in listed(statement["Resource"]))


def test_reads_reach_each_index_by_name_and_writes_reach_none(prod, whole):
    for function in whole.functions:
        for statement in prod.statements(prod.named(f"{function.logical_name}Role")):
            reaches = [text for text in listed(statement["Resource"]) if "/index/" in text]
            assert not any(text.endswith("*") for text in reaches)
            assert not reaches or "dynamodb:Query" in statement["Action"]


def test_no_policy_of_a_role_names_every_resource_where_one_can_be_named(assembly):
    for role in assembly.of("AWS::IAM::Role"):
        if role.name.startswith("Custom"):
            continue
        for statement in assembly.statements(role):
            if "*" in listed(statement["Resource"]):
                assert all(RESOURCELESS.match(action) for action in listed(statement["Action"])), str(role)
            assert not any("*" in action for action in listed(statement["Action"])), str(role)


def test_keys_are_usable_through_the_granted_services_only(prod, whole):
    for function in whole.functions:
        services = {
            {Table: "dynamodb", Bucket: "s3", Secret: "secretsmanager"}.get(type(grant.resource))
            for grant in function.uses
            if grant.resource not in {Bucket.MEDIA, Bucket.SITES}
        } - {None}
        statements = prod.statements(prod.named(f"{function.logical_name}Role"))
        keys = [it for it in statements if any(action.startswith("kms:") for action in listed(it["Action"]))]
        via = {name for it in keys for name in it["Condition"]["StringEquals"]["kms:ViaService"]}
        assert via == {f"{service}.eu-west-1.amazonaws.com" for service in services}, function.module


def test_every_environment_is_the_functions_declaration_and_nothing_else(assembly, whole):
    deployed = {resource.name: resource.properties for resource in assembly.of("AWS::Lambda::Function")}
    for function in whole.functions:
        variables = set(deployed[function.logical_name]["Environment"]["Variables"])
        declared = {grant.resource.env for grant in function.uses} | set(function.environment)
        declared |= {grant.resource.client_env for grant in function.uses if isinstance(grant.resource, Pool)}
        origin_key = {settings.ORIGIN_KEY} & variables
        assert variables == COMMON | declared | origin_key, function.module


def test_stage_and_public_url_are_what_the_stage_has(local, prod):
    variables = local.of("AWS::Lambda::Function")[0].properties["Environment"]["Variables"]
    assert (variables["LUNEO_STAGE"], variables["LUNEO_PUBLIC_URL"]) == ("local", "http://127.0.0.1:8787")
    urls = {
        str(prod.text(resource.properties["Environment"]["Variables"]["LUNEO_PUBLIC_URL"]))
        for resource in prod.of("AWS::Lambda::Function")
        if resource.properties["Handler"].startswith("functions.")
    }
    assert urls == {"https://<Distribution.DomainName>"}


def test_no_function_exceeds_the_lambda_limit_with_its_layers(whole):
    bounds = budgets()
    for function in whole.functions:
        weight = bounds.function_mb + sum(bounds.layers[layer].budget_mb for layer in set(function.layers))
        assert weight < bounds.total_mb, function.module


def test_a_layer_never_comes_without_the_layers_it_needs(whole):
    for function in whole.functions:
        missing = {need for layer in function.layers for need in budgets().layers[layer].needs} - set(function.layers)
        assert not missing, f"{function.module} takes a layer that needs {missing} too"


def test_every_function_has_the_core_and_the_web_layer(whole):
    assert all({Layer.CORE, Layer.WEB} <= set(function.layers) for function in whole.functions)


def test_a_grant_on_something_no_stack_creates_is_refused():
    with pytest.raises(NotDeployed, match=r"Table\.PRODUCTS"):
        Directory("eu-west-1").statements([Table.PRODUCTS.read])


def test_each_subscriber_listens_to_its_source(prod, whole):
    for subscription in whole.of(Subscription):
        name = subscription.function.logical_name
        match subscription.source:
            case TableStream(table=table, batch_size=batch_size, retries=retries):
                source = prod.text(prod.named(f"{name}Source").properties)
                assert source["EventSourceArn"] == f"<Table{pascal(table.value)}.StreamArn>"
                assert (source["BatchSize"], source["MaximumRetryAttempts"]) == (batch_size, retries)
                assert source["BisectBatchOnFunctionError"]
                assert source["DestinationConfig"]["OnFailure"]["Destination"] == f"<{name}Parked.Arn>"
            case Every(minutes=minutes):
                rule = prod.named(f"{name}Rule").properties
                assert rule["ScheduleExpression"] == f"rate({minutes} minute{'s' * (minutes > 1)})"
                assert prod.text(rule["Targets"][0]["DeadLetterConfig"]["Arn"]) == f"<{name}Parked.Arn>"
            case EventPattern(source=source, detail_types=types):
                rule = prod.text(prod.named(f"{name}Rule").properties)
                assert rule["EventPattern"]["source"] == [source]
                assert rule["EventPattern"]["detail-type"] == list(types)
                assert rule.get("EventBusName") == (None if source.startswith("aws.") else "<BusDomain>")


def test_logs_are_kept_as_long_as_the_stage_says(dev, prod):
    for assembly, days in ((dev, 7), (prod, 365)):
        groups = assembly.of("AWS::Logs::LogGroup")
        assert {group.properties["RetentionInDays"] for group in groups} == {days}


def test_only_stages_with_alarms_have_them_and_then_for_every_function(dev, local, prod, whole):
    assert not dev.of("AWS::CloudWatch::Alarm")
    assert not local.of("AWS::CloudWatch::Alarm")
    alarms = {resource.name for resource in prod.of("AWS::CloudWatch::Alarm")}
    assert {f"{function.logical_name}Failing" for function in whole.functions} <= alarms
    queues = {resource.name for resource in prod.of("AWS::SQS::Queue")}
    assert {f"{queue}Filling" for queue in queues} <= alarms
    assert "GenerateDesignMachineFailing" in alarms
