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

# What LUNEO_IMAGE_PROVIDER may say.
OFFLINE, OPENAI = "offline", "openai"
# What LUNEO_SIGNER may say: the authority that proves nothing, or the certificate in the secret of provenance.
TEST_SIGNER, CERTIFIED_SIGNER = "test", "certificate"


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
    """The deployed name, ARN or URL of a granted resource (tables and buckets: name; machines, secrets: ARN).

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


def image_provider() -> str:
    """Which image provider generates: ``openai`` or ``offline``."""
    return _required(IMAGE_PROVIDER)


def image_model() -> str:
    """The provider's model, by configuration because models retire."""
    return _required(IMAGE_MODEL)


def signer() -> str:
    """Who signs provenance: ``test`` or ``certificate``."""
    return _required(SIGNER)
