"""Why an engine cannot be had."""

from luneo.errors import DomainError


class EngineUnavailable(DomainError):
    """Something that a local engine needs is missing on this machine; ``detail`` says what and how to get it."""

    status = 503
    slug = "local-engine-unavailable"
    title = "A local engine cannot run"
