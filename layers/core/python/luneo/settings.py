"""The one place the environment is parsed. Nothing is read at import, nothing is cached: tests swap environments."""

import os
from enum import StrEnum

from luneo.resources import Pool, Resource

STAGE = "LUNEO_STAGE"
PUBLIC_URL = "LUNEO_PUBLIC_URL"
ORIGIN_KEY = "LUNEO_ORIGIN_KEY"
IMAGE_PROVIDER = "LUNEO_IMAGE_PROVIDER"
IMAGE_MODEL = "LUNEO_IMAGE_MODEL"
SIGNER = "LUNEO_SIGNER"
SERVICE = "luneo"

# What LUNEO_SIGNER may say: the authority that proves nothing, or the certificate in the secret of provenance.
TEST_SIGNER, CERTIFIED_SIGNER = "test", "certificate"


class ImageProviderName(StrEnum):
    """What LUNEO_IMAGE_PROVIDER may name, in the order in which they are asked, separated by commas."""

    OPENAI = "openai"
    BEDROCK = "bedrock"
    OFFLINE = "offline"


# Where Bedrock serves all of Stability's models, whatever region the stage is in.
BEDROCK_REGION = "us-west-2"
INFERENCE_PROFILE = "us."
"""How the id of a profile begins that may have its model run in any region of the United States."""
OFFLINE, OPENAI, BEDROCK = ImageProviderName.OFFLINE, ImageProviderName.OPENAI, ImageProviderName.BEDROCK


class Stage(StrEnum):
    """Where this runs. ``LOCAL`` is a laptop; the others are CDK environments."""

    LOCAL = "local"
    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


class MissingSetting(RuntimeError):
    """An environment variable that the function's declaration should have brought is absent."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not set. The stacks derive it from the function's declaration: add the resource to `uses=`."
        )


def _required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise MissingSetting(name)
    return value


def physical_name(resource: Resource) -> str:
    """The deployed name, ARN or URL of a granted resource (machines, secrets: ARN; models: id; most: name).

    Raises:
        MissingSetting: the running function was not granted the resource.
    """
    return _required(resource.env)


def pool_client(pool: Pool) -> str:
    """The app client's id of a granted user pool."""
    return _required(pool.client_env)


def stage() -> Stage:
    """Where this runs.

    Raises:
        MissingSetting: the environment does not say.
        ValueError: it says something else than a :class:`Stage`.
    """
    return Stage(_required(STAGE))


def public_url() -> str:
    """Origin of the site, the media and the API as a browser sees them, without a trailing slash."""
    return _required(PUBLIC_URL).rstrip("/")


def origin_key() -> str | None:
    """The secret that CloudFront sends with every request, so that nobody goes around it; ``None`` on a laptop.

    Raises:
        MissingSetting: it is not set where CloudFront stands before the API.
    """
    return os.environ.get(ORIGIN_KEY) or (None if stage() is Stage.LOCAL else _required(ORIGIN_KEY))


def image_providers() -> tuple[ImageProviderName, ...]:
    """Which image providers generate, the preferred one first.

    Raises:
        ValueError: one of the names is none of ours.
    """
    return provider_names(_required(IMAGE_PROVIDER))


def provider_names(text: str) -> tuple[ImageProviderName, ...]:
    """The names in a setting's text, each once; raises as :func:`image_providers` does."""
    return tuple(dict.fromkeys(ImageProviderName(name.strip()) for name in text.split(",")))


def image_model() -> str:
    """The provider's model, by configuration because models retire."""
    return _required(IMAGE_MODEL)


def signer() -> str:
    """Who signs provenance: ``test`` or ``certificate``."""
    return _required(SIGNER)
