"""Names of what the gateway serves, and the addresses that stand for them on this machine.

In the templates an API or a distribution is addressed by its AWS host name. Everything that leaves the templates for a
function's environment or a response header passes :class:`Addresses`, which puts the local address in its place.
"""

import hashlib
import re
from dataclasses import dataclass

from local.provision.workbench import ACCOUNT, REGION, Workbench, arn, name_of
from local.template.model import Identity, Resource
from local.template.resolver import URL_SUFFIX

SOCKET_PREFIX = "/_sockets"
_API_HOST = re.compile(
    rf"(?P<scheme>https|wss)://(?P<id>[a-z0-9]{{10}})\.execute-api\.{REGION}\.{re.escape(URL_SUFFIX)}"
)
_CDN_HOST = re.compile(r"https://[a-z0-9]{10}\.cloudfront\.net")
_BUCKET_HOST = re.compile(rf"https://(?P<bucket>[a-z0-9.-]+)\.s3\.{REGION}\.{re.escape(URL_SUFFIX)}")
_LOCAL_SCHEME = {"https": "http", "wss": "ws"}


def short_id(resource: Resource) -> str:
    """Ten characters as AWS hands them out, the same at every start."""
    return hashlib.sha256(str(resource).encode()).hexdigest()[:10]


def api(resource: Resource, _bench: Workbench) -> Identity:
    """An HTTP or a WebSocket API."""
    identifier = short_id(resource)
    scheme = "wss" if resource.properties.get("ProtocolType") == "WEBSOCKET" else "https"
    endpoint = f"{scheme}://{identifier}.execute-api.{REGION}.{URL_SUFFIX}"
    return Identity(identifier, {"ApiId": identifier, "ApiEndpoint": endpoint})


def distribution(resource: Resource, _bench: Workbench) -> Identity:
    """A CloudFront distribution."""
    identifier = short_id(resource)
    return Identity(identifier, {"Id": identifier, "DomainName": f"{identifier}.cloudfront.net"})


def edge_function(resource: Resource, _bench: Workbench) -> Identity:
    """A CloudFront function."""
    name = name_of(resource)
    return Identity(name, {"FunctionARN": f"arn:aws:cloudfront::{ACCOUNT}:function/{name}"})


def nominal(resource: Resource, _bench: Workbench) -> Identity:
    """Names for a resource that is not created, so that others may still refer to it."""
    service, _, kind = resource.type.partition("::")[2].lower().partition("::")
    name = name_of(resource)
    return Identity(name, {"Arn": arn(service or "custom", f"{kind or 'resource'}/{name}"), "Id": name, "Name": name})


@dataclass(frozen=True, slots=True)
class Addresses:
    """``origin`` is the gateway's, ``aws`` the embedded AWS's, ``declared`` what the templates were made for."""

    origin: str
    aws: str
    declared: str

    def localise(self, text: str) -> str:
        """The text with AWS's addresses of APIs, CDN and buckets replaced by the local ones."""
        text = _BUCKET_HOST.sub(lambda match: f"{self.aws}/{match['bucket']}", _API_HOST.sub(self._api, text))
        return _CDN_HOST.sub(self.origin, text.replace(self.declared, self.origin))

    def _api(self, match: re.Match[str]) -> str:
        address = self.origin.partition("://")[2]
        return f"{_LOCAL_SCHEME[match['scheme']]}://{address}{SOCKET_PREFIX}/{match['id']}"
