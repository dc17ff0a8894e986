"""What CloudFront adds to every answer: security headers for pages, media and the API, and how long to keep it."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import CfnResource

from stacks.base import LuneoStack

_YEAR_S = 31_536_000
_TWO_YEARS_S = 2 * _YEAR_S
IMMUTABLE = f"public, max-age={_YEAR_S}, immutable"
EVERGREEN = "public, max-age=300, stale-while-revalidate=86400"
NOTHING_ELSE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


def page_policy(connects_to: list[str], *, inline_styles: bool = False) -> str:
    """The content security policy of our own pages.

    ``connects_to`` are the origins they call besides their own; ``inline_styles`` is for pages with foreign parts that
    write styles into the page.
    """
    directives = {
        "default-src": ["'none'"],
        # model-viewer's decoders are WebAssembly.
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"] if inline_styles else ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'", "blob:", "data:", *connects_to],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def headers_policy(
    stack: LuneoStack, name: str, content_policy: str, *, cache_control: str | None = None, any_origin: bool = False
) -> CfnResource:
    """A response headers policy.

    ``cache_control`` is set where the origin says nothing of its own. ``any_origin`` is for what brands' pages load.
    """
    config: dict[str, Any] = {
        "Name": f"{stack.environment_data.prefix}-{name.lower()}",
        "SecurityHeadersConfig": _security(content_policy, embeddable=any_origin),
        "CustomHeadersConfig": {"Items": _custom(cache_control, embeddable=any_origin)},
    }
    if any_origin:
        config["CorsConfig"] = _ANY_ORIGIN
    kind = "AWS::CloudFront::ResponseHeadersPolicy"
    return stack.resource(f"{name}Headers", kind, {"ResponseHeadersPolicyConfig": config})


def _security(content_policy: str, *, embeddable: bool) -> Mapping[str, Any]:
    transport = {"AccessControlMaxAgeSec": _TWO_YEARS_S, "IncludeSubdomains": True, "Preload": True, "Override": True}
    security: dict[str, Any] = {
        "ContentSecurityPolicy": {"ContentSecurityPolicy": content_policy, "Override": True},
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": "strict-origin-when-cross-origin", "Override": True},
        "StrictTransportSecurity": transport,
    }
    return security if embeddable else security | {"FrameOptions": {"FrameOption": "DENY", "Override": True}}


def _custom(cache_control: str | None, *, embeddable: bool) -> list[Mapping[str, Any]]:
    resource_policy = "cross-origin" if embeddable else "same-origin"
    headers = {
        "Cross-Origin-Resource-Policy": (resource_policy, True),
        # AR needs the camera and the motion sensors; nothing else is asked for.
        "Permissions-Policy": ("camera=(self), xr-spatial-tracking=(self), microphone=(), geolocation=()", True),
    }
    if cache_control:
        headers["Cache-Control"] = (cache_control, False)
    return [{"Header": name, "Value": value, "Override": override} for name, (value, override) in headers.items()]


_ANY_ORIGIN = {
    "AccessControlAllowCredentials": False,
    "AccessControlAllowHeaders": {"Items": ["*"]},
    "AccessControlAllowMethods": {"Items": ["GET", "HEAD"]},
    "AccessControlAllowOrigins": {"Items": ["*"]},
    "OriginOverride": True,
}
