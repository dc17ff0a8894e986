"""Who members are: one Cognito user pool with its app client, and the functions it calls, which name each other."""

from collections.abc import Iterable, Mapping

from aws_cdk import App, CfnResource

from luneo.resources import Pool
from luneo.workflow.subscriber import PoolTrigger, Subscription
from stacks.base import LuneoStack, attribute
from stacks.directory import Deployed
from stacks.environments import Environment
from stacks.lambdas import Lambdas, Shared
from stacks.sign_in import CLIENT

_PASSWORD_LENGTH = 12
_INVITATION_DAYS = 7
# Triggers that CloudFormation takes with a version; the second is the one that may change access tokens.
_VERSIONED_TRIGGERS = {"PreTokenGenerationConfig": "V2_0"}
_PASSWORD_POLICY = {
    "MinimumLength": _PASSWORD_LENGTH,
    "RequireLowercase": True,
    "RequireUppercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "TemporaryPasswordValidityDays": _INVITATION_DAYS,
}


class IdentityStack(LuneoStack):
    """The members' pool, its client and its triggers."""

    def __init__(self, app: App, environment: Environment, shared: Shared, triggers: Iterable[Subscription]) -> None:
        super().__init__(app, "identity", environment, "Luneo: members' sign-in")
        lambdas = Lambdas(self, shared)
        functions = {_trigger(it): lambdas.add(it.function) for it in triggers}
        pool = self._pool({trigger: attribute(function) for trigger, function in functions.items()})
        for trigger, function in functions.items():
            lambdas.permit(trigger, function, "cognito-idp.amazonaws.com", attribute(pool))
        self.client_id = self._client(pool).ref
        self.issuer = f"https://cognito-idp.{self.region}.{self.url_suffix}/{pool.ref}"
        named = {Pool.MEMBERS.env: pool.ref, Pool.MEMBERS.client_env: self.client_id}
        shared.directory.add(Pool.MEMBERS, Deployed(named, {"*": (attribute(pool),)}))

    def _pool(self, triggers: Mapping[str, str]) -> CfnResource:
        environment = self.environment_data
        properties = {
            "UserPoolName": f"{environment.prefix}-members",
            "UsernameAttributes": ["email"],
            "UsernameConfiguration": {"CaseSensitive": False},
            "AutoVerifiedAttributes": ["email"],
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
            "Policies": {"PasswordPolicy": _PASSWORD_POLICY},
            "MfaConfiguration": "OPTIONAL",
            "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
            "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
            "DeletionProtection": "ACTIVE" if environment.keep_data else "INACTIVE",
            # Changing an access token takes Essentials at least.
            "UserPoolTier": "PLUS" if environment.threat_protection else "ESSENTIALS",
            "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"} if environment.threat_protection else None,
            "LambdaConfig": {trigger: _trigger_value(trigger, arn) for trigger, arn in triggers.items()} or None,
        }
        return self.lasting("Members", "AWS::Cognito::UserPool", properties)

    def _client(self, pool: CfnResource) -> CfnResource:
        return self.resource("MembersClient", "AWS::Cognito::UserPoolClient", {"UserPoolId": pool.ref} | CLIENT)


def _trigger(subscription: Subscription) -> str:
    assert isinstance(subscription.source, PoolTrigger)
    return subscription.source.name


def _trigger_value(trigger: str, function_arn: str) -> object:
    version = _VERSIONED_TRIGGERS.get(trigger)
    return {"LambdaArn": function_arn, "LambdaVersion": version} if version else function_arn
