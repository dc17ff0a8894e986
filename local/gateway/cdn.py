"""CloudFront as its distribution's template describes it: behaviours, origins, response headers, edge functions."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from local.provision.edges import Addresses
from local.provision.run import Provisioned
from local.template.model import Resource

_VIEWER_REQUEST = "viewer-request"


@dataclass(frozen=True, slots=True)
class AddedHeader:
    """One header of a response headers policy; without ``override`` the origin's own value stands."""

    name: str
    value: str
    override: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a behaviour's requests go: a bucket, or the API (no bucket). ``path`` leads every key."""

    bucket: str | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """``edge_function`` is the JavaScript of the viewer-request function, if there is one."""

    pattern: str
    origin: Origin
    headers: tuple[AddedHeader, ...]
    methods: frozenset[str]
    edge_function: str | None = None

    def covers(self, path: str) -> bool:
        """Whether a request path falls to this behaviour; ``*`` and ``?`` are wildcards."""
        regex = re.escape(self.pattern).replace(r"\*", ".*").replace(r"\?", ".")
        return re.fullmatch(regex, path if self.pattern.startswith("/") else path.lstrip("/"), re.DOTALL) is not None


@dataclass(frozen=True, slots=True)
class Distribution:
    """Behaviours in order, the default one last. ``errors`` maps an origin's status to a page and its status."""

    behaviours: tuple[Behaviour, ...]
    root_object: str
    errors: Mapping[int, tuple[str, int]]

    def behaviour(self, path: str) -> Behaviour:
        """The behaviour that a path falls to."""
        return next((it for it in self.behaviours if it.covers(path)), self.behaviours[-1])

    @property
    def default(self) -> Behaviour:
        """What everything else falls to."""
        return self.behaviours[-1]


_API_ONLY = Distribution(
    (Behaviour("*", Origin(None), (), frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})),), "", {}
)


def read_distribution(deployed: Provisioned, addresses: Addresses) -> Distribution:
    """The assembly's distribution; without one, the API alone."""
    found = next(deployed.assembly.resources("AWS::CloudFront::Distribution"), None)
    return _API_ONLY if found is None else _Reader(deployed, addresses).distribution(found)


class _Reader:
    def __init__(self, deployed: Provisioned, addresses: Addresses) -> None:
        self._deployed = deployed
        self._localise = addresses.localise
        self._buckets = {
            deployed.resolver.identity(bucket).attributes["RegionalDomainName"]: deployed.resolver.identity(bucket).ref
            for bucket in deployed.assembly.resources("AWS::S3::Bucket")
        }
        self._policies = self._by_ref("AWS::CloudFront::ResponseHeadersPolicy")
        self._functions = {
            deployed.resolver.identity(item).attributes["FunctionARN"]: deployed.resolver.properties(item)[
                "FunctionCode"
            ]
            for item in deployed.assembly.resources("AWS::CloudFront::Function")
        }

    def distribution(self, resource: Resource) -> Distribution:
        config = self._deployed.resolver.properties(resource)["DistributionConfig"]
        origins = {origin["Id"]: self._origin(origin) for origin in config["Origins"]}
        listed = [self._behaviour(item, origins) for item in config.get("CacheBehaviors", [])]
        default = self._behaviour({"PathPattern": "*"} | config["DefaultCacheBehavior"], origins)
        errors = {
            int(item["ErrorCode"]): (item["ResponsePagePath"], int(item["ResponseCode"]))
            for item in config.get("CustomErrorResponses", [])
            if "ResponsePagePath" in item
        }
        return Distribution((*listed, default), config.get("DefaultRootObject", ""), errors)

    def _origin(self, origin: Mapping[str, Any]) -> Origin:
        return Origin(self._buckets.get(origin["DomainName"]), origin.get("OriginPath", ""))

    def _behaviour(self, config: Mapping[str, Any], origins: Mapping[str, Origin]) -> Behaviour:
        policy = self._policies.get(config.get("ResponseHeadersPolicyId", ""), {})
        headers = tuple(replace(added, value=self._localise(added.value)) for added in response_headers(policy))
        functions = {
            item["EventType"]: self._functions.get(item["FunctionARN"])
            for item in config.get("FunctionAssociations", [])
        }
        return Behaviour(
            config["PathPattern"],
            origins[config["TargetOriginId"]],
            headers,
            frozenset(config.get("AllowedMethods", ("GET", "HEAD"))),
            functions.get(_VIEWER_REQUEST),
        )

    def _by_ref(self, resource_type: str) -> dict[str, Any]:
        resolver = self._deployed.resolver
        return {
            name: properties
            for resource in self._deployed.assembly.resources(resource_type)
            for properties in [resolver.properties(resource)]
            for name in (resolver.identity(resource).ref, resolver.identity(resource).attributes["Id"])
        }


def response_headers(policy: Mapping[str, Any]) -> Iterator[AddedHeader]:
    """The headers that a response headers policy adds."""
    config = policy.get("ResponseHeadersPolicyConfig", {})
    for name, value in config.get("SecurityHeadersConfig", {}).items():
        if name in _SECURITY:
            header, text = _SECURITY[name](value)
            yield AddedHeader(header, text, bool(value.get("Override", True)))
    for item in config.get("CustomHeadersConfig", {}).get("Items", []):
        yield AddedHeader(item["Header"].lower(), item["Value"], bool(item.get("Override", True)))
    cors = config.get("CorsConfig")
    if cors and "*" in cors["AccessControlAllowOrigins"]["Items"]:
        yield AddedHeader("access-control-allow-origin", "*", bool(cors.get("OriginOverride", True)))


def _transport_security(value: Mapping[str, Any]) -> tuple[str, str]:
    parts = [f"max-age={value['AccessControlMaxAgeSec']}"]
    parts += ["includeSubDomains"] if value.get("IncludeSubdomains") else []
    parts += ["preload"] if value.get("Preload") else []
    return "strict-transport-security", "; ".join(parts)


_SECURITY: dict[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "ContentSecurityPolicy": lambda value: ("content-security-policy", value["ContentSecurityPolicy"]),
    "ContentTypeOptions": lambda _value: ("x-content-type-options", "nosniff"),
    "FrameOptions": lambda value: ("x-frame-options", value["FrameOption"]),
    "ReferrerPolicy": lambda value: ("referrer-policy", value["ReferrerPolicy"]),
    "StrictTransportSecurity": _transport_security,
}
