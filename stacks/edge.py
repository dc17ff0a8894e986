"""The firewall in front of CloudFront, which AWS keeps in us-east-1 only."""

from typing import Any

from aws_cdk import App

from stacks.base import LuneoStack, attribute
from stacks.environments import Environment

FIREWALL_REGION = "us-east-1"
# Amazon's rule groups, with the rules of each that only count. Bodies over 8 kB are normal: a product has many zones.
_MANAGED = {
    "AWSManagedRulesAmazonIpReputationList": (),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
    "AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",),
}


class EdgeStack(LuneoStack):
    """The web ACL; delivery names it across regions."""

    def __init__(self, app: App, environment: Environment) -> None:
        super().__init__(app, "edge", environment, "Luneo: the firewall", region=FIREWALL_REGION)
        rules = [self._floods(environment), *(_managed(order, name) for order, name in enumerate(_MANAGED, 1))]
        properties = {
            "Scope": "CLOUDFRONT",
            "DefaultAction": {"Allow": {}},
            "VisibilityConfig": _visibility("Firewall"),
            "Rules": rules,
        }
        self.firewall_arn = attribute(self.resource("Firewall", "AWS::WAFv2::WebACL", properties))

    @staticmethod
    def _floods(environment: Environment) -> dict[str, Any]:
        return {
            "Name": "Floods",
            "Priority": 0,
            "Action": {"Block": {"CustomResponse": {"ResponseCode": 429}}},
            "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": environment.requests_per_ip}},
            "VisibilityConfig": _visibility("Floods"),
        }


def _managed(order: int, name: str) -> dict[str, Any]:
    counted = [{"Name": rule, "ActionToUse": {"Count": {}}} for rule in _MANAGED[name]]
    group = {"VendorName": "AWS", "Name": name} | ({"RuleActionOverrides": counted} if counted else {})
    return {
        "Name": name,
        "Priority": order,
        "OverrideAction": {"None": {}},
        "Statement": {"ManagedRuleGroupStatement": group},
        "VisibilityConfig": _visibility(name),
    }


def _visibility(name: str) -> dict[str, Any]:
    return {"CloudWatchMetricsEnabled": True, "MetricName": name, "SampledRequestsEnabled": True}
