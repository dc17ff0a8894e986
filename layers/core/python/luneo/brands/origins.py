"""Web origins (RFC 6454): what a brand may list as its domains, written the way a browser writes ``Origin``."""

import re
from urllib.parse import urlsplit

from luneo.errors import DomainError

LOOPBACK = frozenset({"localhost", "127.0.0.1"})
DEFAULT_PORTS = {"https": 443, "http": 80}
MAX_ORIGIN = 300
NULL_ORIGIN = "null"
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})+")
_NUMERIC = re.compile(r"[0-9.]+|.*\.[0-9]+")


class NotAnOrigin(DomainError):
    """The text is not an origin a widget may run on; the detail says what is wrong with it."""

    status = 422
    slug = "not-an-origin"
    title = "This is not an allowed origin"


def normalise(text: str, *, allow_loopback: bool) -> str:
    """The origin as browsers send it: lower case, punycode, no default port.

    ``https`` only; where ``allow_loopback``, ``http`` on this very machine too.

    Raises:
        NotAnOrigin: a path, a wildcard, ``null``, an address, a user, or no host that could be one.
    """
    if text.strip().lower() == NULL_ORIGIN:
        raise NotAnOrigin("`null` is what sandboxed and local pages send; it names nobody and is never allowed.")
    if "*" in text:
        raise NotAnOrigin("Wildcards are not allowed; list each origin.")
    if len(text) > MAX_ORIGIN or any(char.isspace() or ord(char) < ord("!") or char == "\\" for char in text):
        raise NotAnOrigin("An origin has no spaces and no backslashes: `https://shop.example`.")
    scheme, host, port = _parts(text)
    loopback = host in LOOPBACK and allow_loopback
    if scheme != "https" and not (scheme == "http" and loopback):
        raise NotAnOrigin("Use https: `https://shop.example`.")
    if not loopback and (not _HOST.fullmatch(host) or _NUMERIC.fullmatch(host)):
        raise NotAnOrigin("The host must be a domain name such as `shop.example`, not an address or a single word.")
    return f"{scheme}://{host}" + (f":{port}" if port not in (None, DEFAULT_PORTS[scheme]) else "")


def _parts(text: str) -> tuple[str, str, int | None]:
    try:
        split = urlsplit(text)
        host, port = (split.hostname or "").encode("idna").decode(), split.port
    except ValueError:  # UnicodeError is one, too
        raise NotAnOrigin("The host or the port is not valid: `https://shop.example:8443`.") from None
    authority = text.partition("://")[2]
    if split.path or split.query or split.fragment or "?" in text or "#" in text or "/" in authority:
        raise NotAnOrigin("An origin is scheme, host and port only, without a path or a slash at the end.")
    if "@" in split.netloc or split.netloc.endswith(":"):
        raise NotAnOrigin("An origin is scheme, host and port only: `https://shop.example`.")
    return split.scheme.lower(), host.lower(), port
