"""Which resource type is brought up how. A type that stands nowhere here is printed as left out."""

from local.provision import compute, edges, identity, messaging, storage
from local.provision.workbench import Create, Finish

CREATORS: dict[str, Create] = {
    "AWS::ApiGatewayV2::Api": edges.api,
    "AWS::CloudFront::Distribution": edges.distribution,
    "AWS::CloudFront::Function": edges.edge_function,
    "AWS::Cognito::UserPool": identity.pool,
    "AWS::Cognito::UserPoolClient": identity.client,
    "AWS::Cognito::UserPoolGroup": identity.group,
    "AWS::Cognito::UserPoolIdentityProvider": identity.provider,
    "AWS::DynamoDB::GlobalTable": storage.table,
    "AWS::DynamoDB::Table": storage.table,
    "AWS::Events::EventBus": messaging.bus,
    "AWS::Events::Rule": messaging.rule,
    "AWS::IAM::Role": compute.role,
    "AWS::KMS::Alias": storage.key_alias,
    "AWS::KMS::Key": storage.key,
    "AWS::Lambda::Function": compute.function,
    "AWS::S3::Bucket": storage.bucket,
    "AWS::SNS::Subscription": messaging.subscription,
    "AWS::SNS::Topic": messaging.topic,
    "AWS::SQS::Queue": messaging.queue,
    "AWS::SSM::Parameter": storage.parameter,
    "AWS::SecretsManager::Secret": storage.secret,
    "AWS::StepFunctions::StateMachine": compute.machine,
}

# What needs everything else to have a name first.
FINISHERS: dict[str, Finish] = {
    "AWS::Lambda::Function": compute.finish_function,
    "AWS::Lambda::EventInvokeConfig": compute.finish_invoke_config,
    "AWS::Events::Rule": messaging.finish_rule,
}

_GATEWAY = "served by the local gateway"
_GUARD = "read by the guard"
_WATCHING = "nothing to watch on a laptop"
_NO_POLICY = "moto does not evaluate resource policies"

# Types that are not created, each with its reason; a trailing ``*`` stands for a family.
NOT_CREATED: dict[str, str] = {
    "AWS::ApiGateway::*": _GATEWAY,
    "AWS::ApiGatewayV2::*": _GATEWAY,
    "AWS::CloudFront::*": _GATEWAY,
    "Custom::CDKBucketDeployment": "the gateway serves the folder itself",
    "AWS::Lambda::EventSourceMapping": "polled by local.events",
    "AWS::Scheduler::Schedule": "ticked by local.events",
    "AWS::Scheduler::ScheduleGroup": "ticked by local.events",
    "AWS::Lambda::LayerVersion": "the libraries are installed in this environment",
    "AWS::Lambda::Permission": _NO_POLICY,
    "AWS::Lambda::Alias": "functions are called by name",
    "AWS::Lambda::Version": "functions are called by name",
    "AWS::IAM::Policy": _GUARD,
    "AWS::IAM::ManagedPolicy": _GUARD,
    "AWS::S3::BucketPolicy": _NO_POLICY,
    "AWS::SQS::QueuePolicy": _NO_POLICY,
    "AWS::SNS::TopicPolicy": _NO_POLICY,
    "AWS::Logs::*": "logs go to build/local/logs",
    "AWS::CloudWatch::*": _WATCHING,
    "AWS::XRay::*": _WATCHING,
    "AWS::Chatbot::*": _WATCHING,
    "AWS::Synthetics::*": _WATCHING,
    "AWS::ApplicationInsights::*": _WATCHING,
    "AWS::WAFv2::*": "no floods come from this machine",
    "AWS::CDK::Metadata": "says nothing",
    "AWS::Cognito::UserPoolDomain": "the hosted pages exist in AWS only",
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": "risk scoring exists in AWS only",
    "AWS::Budgets::Budget": "nothing costs money here",
    "AWS::CertificateManager::Certificate": "there is no TLS on a laptop",
    "AWS::Route53::*": "there is no DNS on a laptop",
    "Custom::S3AutoDeleteObjects": "everything goes when the local cloud stops",
}


def reason_not_created(resource_type: str) -> str | None:
    """Why a type is left out on purpose."""
    family = resource_type.rpartition("::")[0] + "::*"
    return NOT_CREATED.get(resource_type) or NOT_CREATED.get(family)
