"""Who makes and judges pictures, by configuration."""

from typing import Any

from luneo import settings
from luneo.ports.images import ImageProvider, Moderator
from luneo.resources import Secret
from luneo.settings import OFFLINE, OPENAI

API_KEY = "api_key"
GENERATION_TIMEOUT_S = 150.0
MODERATION_TIMEOUT_S = 15.0


def image_provider() -> ImageProvider:
    """The configured image provider; its client gives up before the task's own time is over.

    Raises:
        ProviderMisconfigured: the offline provider is configured in production.
        ValueError: the configuration names none of ours.
    """
    if _configured() == OFFLINE:
        from luneo.adapters.offline.provider import OfflineImages

        return OfflineImages(settings.stage())
    from luneo.adapters.openai.provider import OpenAIImages

    return OpenAIImages(_openai(GENERATION_TIMEOUT_S), model=settings.image_model())


def moderator() -> Moderator:
    """The moderator that goes with the image provider; raises as :func:`image_provider` does."""
    if _configured() == OFFLINE:
        from luneo.adapters.offline.provider import OfflineModerator

        return OfflineModerator(settings.stage())
    from luneo.adapters.openai.moderator import OpenAIModerator

    return OpenAIModerator(_openai(MODERATION_TIMEOUT_S))


def _configured() -> str:
    name = settings.image_provider()
    if name not in {OFFLINE, OPENAI}:
        raise ValueError(f"{settings.IMAGE_PROVIDER} is {name!r}; it can be {OFFLINE} or {OPENAI}")
    return name


def _openai(timeout_s: float) -> Any:
    from luneo.adapters.openai.provider import connect
    from luneo.secrets import secret

    return connect(secret(Secret.OPENAI)[API_KEY], timeout_s=timeout_s)
