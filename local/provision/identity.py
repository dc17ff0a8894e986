"""Cognito: the user pool, its app clients, groups and identity providers."""

from local.provision.workbench import ACCOUNT, REGION, Workbench, name_of
from local.template.model import Identity, Resource


def pool(resource: Resource, bench: Workbench) -> Identity:
    """A user pool with its triggers, whose functions need not exist yet."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.pop("UserPoolName", None))
    made = bench.call("cognito-idp", "create_user_pool", PoolName=name, **wanted)
    pool_id = made["UserPool"]["Id"]
    host = f"cognito-idp.{REGION}.amazonaws.com/{pool_id}"
    pool_arn = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{pool_id}"
    return Identity(
        pool_id,
        {"Arn": pool_arn, "ProviderName": host, "ProviderURL": f"https://{host}", "UserPoolId": pool_id},
    )


def client(resource: Resource, bench: Workbench) -> Identity:
    """An app client."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.pop("ClientName", None))
    made = bench.call("cognito-idp", "create_user_pool_client", ClientName=name, **wanted)["UserPoolClient"]
    attributes = {"ClientId": made["ClientId"], "Name": name}
    if "ClientSecret" in made:
        attributes["ClientSecret"] = made["ClientSecret"]
    return Identity(made["ClientId"], attributes)


def group(resource: Resource, bench: Workbench) -> Identity:
    """A group of users."""
    wanted = bench.properties(resource)
    bench.call("cognito-idp", "create_group", **wanted)
    return Identity(wanted["GroupName"])


def provider(resource: Resource, bench: Workbench) -> Identity:
    """An outside identity provider of the pool."""
    wanted = bench.properties(resource)
    bench.call("cognito-idp", "create_identity_provider", **wanted)
    return Identity(wanted["ProviderName"])
