"""Who makes and judges pictures, by configuration and by the brand's choice."""

from functools import partial
from typing import TYPE_CHECKING, Any

from luneo import settings
from luneo.ports.images import ImageMaker, ImageProvider, ImageUpscaler, Moderator, UpscalingProvider
from luneo.resources import Model, Secret
from luneo.settings import BEDROCK, OFFLINE, ImageProviderName

if TYPE_CHECKING:
    from luneo.identity.caller import TenantContext
    from luneo.ports.images import Capability
    from luneo.providers.gate import Gate

API_KEY = "api_key"
GENERATION_TASK_S = 170
GENERATION_TIMEOUT_S = 150.0
MODERATION_TIMEOUT_S = 15.0


def image_maker(tenant: "TenantContext") -> ImageMaker:
    """The providers that may be asked for this brand, in its order, each behind its gate.

    Raises:
        ValueError: the configuration names none of ours.
    """
    from luneo.providers.chain import Link, ProviderChain

    links = [Link(name, partial(image_provider, name), _gate(name)) for name in _order(tenant)]
    return ProviderChain(links, last_start_s=GENERATION_TASK_S - GENERATION_TIMEOUT_S)


def image_upscaler(tenant: "TenantContext") -> ImageUpscaler:
    """The same providers, to make pictures larger."""
    from luneo.providers.chain import Link, UpscalerChain

    links = [Link(name, partial(_upscaler, name), _gate(name)) for name in _order(tenant) if _enlarges(name)]
    return UpscalerChain(links, last_start_s=GENERATION_TASK_S - GENERATION_TIMEOUT_S)


def _enlarges(name: ImageProviderName) -> bool:
    from luneo.ports.images import Capability
    from luneo.providers.abilities import ABILITIES

    return Capability.UPSCALE in ABILITIES[name]


def _upscaler(name: ImageProviderName) -> UpscalingProvider:
    if name == OFFLINE:
        from luneo.adapters.offline.provider import OfflineImages

        return OfflineImages(settings.stage())
    from luneo.adapters.bedrock.provider import BedrockImages, connect

    return BedrockImages(connect(timeout_s=GENERATION_TIMEOUT_S), upscale_model=settings.physical_name(Model.UPSCALING))


def abilities(tenant: "TenantContext") -> "list[frozenset[Capability]]":
    """What each provider that may be asked for this brand can do.

    Raises:
        ValueError: the configuration names none of ours.
    """
    from luneo.providers.abilities import ABILITIES

    return [ABILITIES[name] for name in _order(tenant)]


def _order(tenant: "TenantContext") -> tuple[ImageProviderName, ...]:
    from luneo.providers.order import order

    return order(settings.image_providers(), _wanted(tenant))


def _wanted(tenant: "TenantContext") -> list[str]:
    from luneo.brands.repository import BrandRepository
    from luneo.errors import NotFound

    try:
        return list(BrandRepository(tenant).get().image_providers)
    except NotFound:
        return []


def _gate(name: ImageProviderName) -> "Gate":
    from luneo.providers.gate import Gate
    from luneo.providers.limits import limits_of

    return Gate(name, limits_of(name))


def image_provider(name: ImageProviderName) -> ImageProvider:
    """One image provider; its client gives up before the task's own time is over.

    Raises:
        ProviderMisconfigured: it is the offline provider, in production.
    """
    if name == OFFLINE:
        from luneo.adapters.offline.provider import OfflineImages

        return OfflineImages(settings.stage())
    if name == BEDROCK:
        from luneo.adapters.bedrock.provider import BedrockImages, connect

        return BedrockImages(
            connect(timeout_s=GENERATION_TIMEOUT_S),
            model=settings.physical_name(Model.TEXT_TO_IMAGE),
            edit_model=settings.physical_name(Model.INPAINTING),
        )
    from luneo.adapters.openai.provider import OpenAIImages

    return OpenAIImages(_openai(GENERATION_TIMEOUT_S), model=settings.image_model())


def moderator() -> Moderator:
    """The moderator: the offline one where only the offline provider makes pictures, OpenAI's otherwise.

    Raises:
        ProviderMisconfigured: it is the offline one, in production.
        ValueError: the configuration names none of ours.
    """
    if settings.image_providers() == (OFFLINE,):
        from luneo.adapters.offline.provider import OfflineModerator

        return OfflineModerator(settings.stage())
    from luneo.adapters.openai.moderator import OpenAIModerator

    return OpenAIModerator(_openai(MODERATION_TIMEOUT_S))


def _openai(timeout_s: float) -> Any:
    from luneo.adapters.openai.provider import connect
    from luneo.secrets import secret

    return connect(secret(Secret.OPENAI)[API_KEY], timeout_s=timeout_s)
