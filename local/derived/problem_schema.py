"""Problem documents in OpenAPI's words, from the same classes that raise them."""

from typing import Any

from luneo.errors import Conflict, DomainError, Invalid, NotFound
from luneo.http.problem import MEDIA_TYPE, TYPE_PREFIX, InternalError, MalformedBody
from luneo.http.rate_limit import TooManyRequests
from luneo.identity.caller import Forbidden, Unauthenticated

SHARED: tuple[type[DomainError], ...] = (
    MalformedBody,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    Invalid,
    TooManyRequests,
    InternalError,
)

SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457. `type` is stable and may be switched on; `detail` is for people.",
        "required": ["type", "title", "status", "detail", "request_id"],
        "properties": {
            "type": {"type": "string", "examples": [TYPE_PREFIX + NotFound.slug]},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "request_id": {"type": "string"},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemFault"}},
        },
    },
    "ProblemFault": {
        "type": "object",
        "description": "One offending place: an RFC 6901 pointer as a URI fragment, and what is wrong there.",
        "required": ["pointer", "detail"],
        "properties": {
            "pointer": {"type": "string", "examples": ["#/prompt"]},
            "detail": {"type": "string"},
        },
    },
}

_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}

RESPONSES: dict[str, Any] = {
    error.__name__: {"description": f"{error.title} (`{TYPE_PREFIX}{error.slug}`)", "content": _PROBLEM}
    for error in SHARED
}
