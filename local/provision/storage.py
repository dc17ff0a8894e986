"""DynamoDB tables, S3 buckets, secrets, keys and parameters."""

import json
from typing import Any

from local.provision.workbench import REGION, Workbench, arn, name_of
from local.template.model import Identity, Resource


def table(resource: Resource, bench: Workbench) -> Identity:
    """A table with its indexes, stream and expiry; a global table is its local replica."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.get("TableName"))
    stream = wanted.get("StreamSpecification")
    if stream:
        stream = {"StreamViewType": stream["StreamViewType"], "StreamEnabled": True}
    made = bench.call(
        "dynamodb",
        "create_table",
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=wanted["AttributeDefinitions"],
        KeySchema=wanted["KeySchema"],
        **_given(
            GlobalSecondaryIndexes=[_index(index) for index in wanted.get("GlobalSecondaryIndexes", [])],
            LocalSecondaryIndexes=[_index(index) for index in wanted.get("LocalSecondaryIndexes", [])],
            StreamSpecification=stream,
        ),
    )["TableDescription"]
    if expiry := wanted.get("TimeToLiveSpecification"):
        bench.call(
            "dynamodb",
            "update_time_to_live",
            TableName=name,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": expiry["AttributeName"]},
        )
    attributes = {"Arn": arn("dynamodb", f"table/{name}"), "TableId": name}
    return Identity(name, attributes | _given(StreamArn=made.get("LatestStreamArn")))


def _index(index: dict[str, Any]) -> dict[str, Any]:
    return {member: index[member] for member in ("IndexName", "KeySchema", "Projection")}


def _given(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def bucket(resource: Resource, bench: Workbench) -> Identity:
    """A bucket with its CORS rules, lifecycle and versioning."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.get("BucketName")).lower()
    bench.call("s3", "create_bucket", Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    if rules := wanted.get("CorsConfiguration", {}).get("CorsRules"):
        renamed = [rule | _given(ID=rule.get("Id"), MaxAgeSeconds=rule.get("MaxAge")) for rule in rules]
        bench.call("s3", "put_bucket_cors", Bucket=name, CORSConfiguration={"CORSRules": renamed})
    if rules := wanted.get("LifecycleConfiguration", {}).get("Rules"):
        configuration = {"Rules": [_lifecycle_rule(rule) for rule in rules]}
        bench.call("s3", "put_bucket_lifecycle_configuration", Bucket=name, LifecycleConfiguration=configuration)
    if versioning := wanted.get("VersioningConfiguration"):
        bench.call("s3", "put_bucket_versioning", Bucket=name, VersioningConfiguration=versioning)
    host = f"{name}.s3.{REGION}.amazonaws.com"
    return Identity(
        name,
        {"Arn": f"arn:aws:s3:::{name}", "RegionalDomainName": host, "DomainName": f"{name}.s3.amazonaws.com"},
    )


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    translated = {"Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}} | _given(ID=rule.get("Id"))
    if "ExpirationInDays" in rule:
        translated["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    for name in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"):
        if name in rule:
            translated[name] = {member: int(days) for member, days in rule[name].items()}
    return translated


def secret(resource: Resource, bench: Workbench) -> Identity:
    """A secret with its text, or with one generated as the template asks."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.get("Name"))
    text = wanted.get("SecretString") or _generated(wanted.get("GenerateSecretString", {}), bench)
    made = bench.call("secretsmanager", "create_secret", Name=name, SecretString=text)
    return Identity(made["ARN"], {"Id": made["ARN"], "Arn": made["ARN"]})


def _generated(recipe: dict[str, Any], bench: Workbench) -> str:
    password = bench.call("secretsmanager", "get_random_password", **recipe)["RandomPassword"]
    if "GenerateStringKey" not in recipe:
        return str(password)
    return json.dumps(json.loads(recipe["SecretStringTemplate"]) | {recipe["GenerateStringKey"]: password})


def key(resource: Resource, bench: Workbench) -> Identity:
    """A KMS key."""
    wanted = bench.properties(resource)
    made = bench.call(
        "kms", "create_key", **_given(Description=wanted.get("Description"), KeySpec=wanted.get("KeySpec"))
    )
    metadata = made["KeyMetadata"]
    return Identity(metadata["KeyId"], {"Arn": metadata["Arn"], "KeyId": metadata["KeyId"]})


def key_alias(resource: Resource, bench: Workbench) -> Identity:
    """A KMS key's alias."""
    wanted = bench.properties(resource)
    target = wanted["TargetKeyId"].rsplit("/", 1)[-1]
    bench.call("kms", "create_alias", AliasName=wanted["AliasName"], TargetKeyId=target)
    return Identity(wanted["AliasName"], {"Arn": arn("kms", wanted["AliasName"])})


def parameter(resource: Resource, bench: Workbench) -> Identity:
    """A Systems Manager parameter."""
    wanted = bench.properties(resource)
    name = wanted.get("Name") or f"/{name_of(resource)}"
    bench.call("ssm", "put_parameter", Name=name, Value=wanted["Value"], Type=wanted["Type"])
    return Identity(name, {"Value": wanted["Value"], "Type": wanted["Type"]})
