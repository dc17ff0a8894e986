"""One public origin for the site, the media and the API: CloudFront before two private buckets and the HTTP API.

Without a domain the API's own endpoint stays reachable, and with one its origin name does; so CloudFront adds a secret
header that every endpoint checks. The firewall stands before CloudFront because it cannot guard an HTTP API.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aws_cdk import App, CfnOutput, CfnResource

from luneo.http.origin import ORIGIN_HEADER
from luneo.media.keys import MEDIA_PATH
from luneo.resources import Bucket
from stacks.assets import ROOT
from stacks.base import LuneoStack, allow, attribute
from stacks.bundle import BundleFailed
from stacks.data import DataStack, private_bucket_policy
from stacks.environments import Environment
from stacks.gateway import SOCKET_STAGE, GatewayStack
from stacks.headers import EVERGREEN, IMMUTABLE, NOTHING_ELSE, headers_policy, page_policy

SITES = ROOT / "build" / "sites"
API_PATHS = "/api/*"
OPENAPI_PATH = "/api/openapi.json"
EVERGREEN_WIDGET_PATHS = "/v1/*"
# The 3D viewer and the API reference are not ours, and write styles into their pages.
INLINE_STYLE_PATHS = ("/generation/*", "/reference/*")
VERSIONED_PATHS = "/v*.*.*/*"

# CloudFront's managed policies, by their published ids.
_KEEP = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_DO_NOT_KEEP = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
_PASS_ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-38738e2966ac"  # noqa: S105 - an id

_READS = ["GET", "HEAD", "OPTIONS"]
_ALL_METHODS = [*_READS, "PUT", "PATCH", "POST", "DELETE"]
_EDGE_FUNCTIONS = Path(__file__).parent / "edge_functions"
_API_ORIGIN = "api"


class DeliveryStack(LuneoStack):
    """The distribution and what it needs."""

    def __init__(
        self, app: App, environment: Environment, data: DataStack, gateway: GatewayStack, firewall_arn: str | None
    ) -> None:
        super().__init__(app, "delivery", environment, "Luneo: the public origin")
        self._data = data
        self._gateway = gateway
        self.distribution = self._distribution(firewall_arn)
        for bucket in (Bucket.MEDIA, Bucket.SITES):
            self._let_read(bucket)
        self.public_url = environment.public_url or f"https://{self._public_name()}"
        CfnOutput(self, "PublicUrl", value=self.public_url)
        if environment.domain:
            record = f"{environment.domain.name} ALIAS {attribute(self.distribution, 'DomainName')}"
            CfnOutput(self, "PublicRecord", value=record)
        if environment.build_assets:
            self._upload_sites()

    def _public_name(self) -> str:
        domain = self.environment_data.domain
        return domain.name if domain else attribute(self.distribution, "DomainName")

    def _distribution(self, firewall_arn: str | None) -> CfnResource:
        domain = self.environment_data.domain
        access = self._origin_access()
        origins = [self._bucket_origin(bucket, access) for bucket in (Bucket.MEDIA, Bucket.SITES)]
        config: dict[str, Any] = {
            "Enabled": True,
            "Comment": self.environment_data.prefix,
            "DefaultRootObject": "index.html",
            "HttpVersion": "http2and3",
            "IPV6Enabled": True,
            "Origins": [*origins, self._api_origin()],
            "Logging": {
                "Bucket": attribute(self._data.access_logs, "RegionalDomainName"),
                "Prefix": "cdn/",
                "IncludeCookies": False,
            },
            **self._behaviours(),
        }
        if firewall_arn:
            config["WebACLId"] = firewall_arn
        if domain:
            config["Aliases"] = [domain.name]
            config["ViewerCertificate"] = {
                "AcmCertificateArn": domain.certificate_arn,
                "MinimumProtocolVersion": "TLSv1.2_2021",
                "SslSupportMethod": "sni-only",
            }
        return self.resource("Distribution", "AWS::CloudFront::Distribution", {"DistributionConfig": config})

    def _origin_access(self) -> CfnResource:
        config = {
            "Name": f"{self.environment_data.prefix}-buckets",
            "OriginAccessControlOriginType": "s3",
            "SigningBehavior": "always",
            "SigningProtocol": "sigv4",
        }
        kind = "AWS::CloudFront::OriginAccessControl"
        return self.resource("OriginAccess", kind, {"OriginAccessControlConfig": config})

    def _behaviours(self) -> Mapping[str, Any]:
        index = self._edge_function("DirectoryIndex")
        strip = self._edge_function("DropFirstSegment")
        connections = self._connections()
        pages = headers_policy(self, "Pages", page_policy(connections), cache_control=EVERGREEN)
        styled_policy = page_policy(connections, inline_styles=True)
        styled = headers_policy(self, "StyledPages", styled_policy, cache_control=EVERGREEN)
        public = headers_policy(self, "Widget", NOTHING_ELSE, cache_control=EVERGREEN, any_origin=True)
        lasting = headers_policy(self, "Lasting", NOTHING_ELSE, cache_control=IMMUTABLE, any_origin=True)
        # Which origins may call the API is the endpoints' answer, brand by brand.
        api = headers_policy(self, "Api", NOTHING_ELSE)
        sites = Bucket.SITES.value
        return {
            "DefaultCacheBehavior": _behaviour(sites, pages, function=index),
            "CacheBehaviors": [
                {"PathPattern": OPENAPI_PATH, **_behaviour(sites, public)},
                {"PathPattern": API_PATHS, **_behaviour(_API_ORIGIN, api), **_UNCACHED},
                {"PathPattern": f"{MEDIA_PATH}*", **_behaviour(Bucket.MEDIA.value, lasting, function=strip)},
                {"PathPattern": EVERGREEN_WIDGET_PATHS, **_behaviour(sites, public)},
                {"PathPattern": VERSIONED_PATHS, **_behaviour(sites, lasting)},
                *({"PathPattern": path, **_behaviour(sites, styled, function=index)} for path in INLINE_STYLE_PATHS),
            ],
        }

    def _connections(self) -> list[str]:
        sockets = [f"wss://{self._gateway.host_of(api)}/{SOCKET_STAGE}" for api in self._gateway.socket_ids.values()]
        uploads, production = (
            f"https://{attribute(self._bucket(bucket), 'RegionalDomainName')}"
            for bucket in (Bucket.UPLOADS, Bucket.PRODUCTION)
        )
        # Forms are posted to the bucket itself, files are read below it: a policy tells the two apart by the slash.
        return [*sockets, uploads, f"{production}/"]

    def _bucket_origin(self, bucket: Bucket, access: CfnResource) -> Mapping[str, Any]:
        return {
            "Id": bucket.value,
            "DomainName": attribute(self._bucket(bucket), "RegionalDomainName"),
            "OriginAccessControlId": attribute(access, "Id"),
            # Required, and empty where origin access control signs.
            "S3OriginConfig": {"OriginAccessIdentity": ""},
        }

    def _api_origin(self) -> Mapping[str, Any]:
        origin: dict[str, Any] = {
            "Id": _API_ORIGIN,
            "DomainName": self._gateway.host,
            "CustomOriginConfig": {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]},
        }
        if self._gateway.origin_key:
            key = {"HeaderName": ORIGIN_HEADER, "HeaderValue": self._gateway.origin_key}
            origin["OriginCustomHeaders"] = [key]
        return origin

    def _edge_function(self, name: str) -> CfnResource:
        file = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
        properties = {
            "Name": f"{self.environment_data.prefix}-{file}",
            "AutoPublish": True,
            "FunctionCode": (_EDGE_FUNCTIONS / f"{file}.js").read_text(encoding="utf-8"),
            "FunctionConfig": {"Comment": name, "Runtime": "cloudfront-js-2.0"},
        }
        return self.resource(name, "AWS::CloudFront::Function", properties)

    def _let_read(self, bucket: Bucket) -> None:
        made = self._bucket(bucket)
        distribution = f"arn:{self.partition}:cloudfront::{self.account}:distribution/{self.distribution.ref}"
        reading = allow(
            ["s3:GetObject"],
            f"{attribute(made)}/*",
            Principal={"Service": "cloudfront.amazonaws.com"},
            Condition={"StringEquals": {"AWS:SourceArn": distribution}},
        )
        private_bucket_policy(self, f"{bucket.value.capitalize()}Policy", made, reading)

    def _bucket(self, bucket: Bucket) -> CfnResource:
        return self._data.buckets[bucket]

    def _upload_sites(self) -> None:
        # Imported here: these classes take seconds to load, and a laptop serves the folder itself.
        from aws_cdk.aws_cloudfront import Distribution
        from aws_cdk.aws_s3 import Bucket as BucketConstruct
        from aws_cdk.aws_s3_deployment import BucketDeployment, Source

        if not SITES.is_dir():
            raise BundleFailed(f"There are no pages in {SITES.relative_to(ROOT)}: run `npm run build` first.")
        BucketDeployment(
            self,
            "Sites",
            sources=[Source.asset(str(SITES))],
            destination_bucket=BucketConstruct.from_bucket_name(self, "SitesBucket", self._bucket(Bucket.SITES).ref),
            distribution=Distribution.from_distribution_attributes(
                self,
                "Published",
                distribution_id=self.distribution.ref,
                domain_name=attribute(self.distribution, "DomainName"),
            ),
            distribution_paths=["/*"],
            # Old versions of the widget stay: pages that pinned one must go on working.
            prune=False,
        )


def _behaviour(origin: str, headers: CfnResource, *, function: CfnResource | None = None) -> Mapping[str, Any]:
    behaviour: dict[str, Any] = {
        "TargetOriginId": origin,
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": _READS,
        "CachePolicyId": _KEEP,
        "Compress": True,
        "ResponseHeadersPolicyId": attribute(headers, "Id"),
    }
    if function:
        called = {"EventType": "viewer-request", "FunctionARN": attribute(function, "FunctionARN")}
        behaviour["FunctionAssociations"] = [called]
    return behaviour


_UNCACHED = {
    "AllowedMethods": _ALL_METHODS,
    "CachePolicyId": _DO_NOT_KEEP,
    "OriginRequestPolicyId": _PASS_ALL_BUT_HOST,
}
