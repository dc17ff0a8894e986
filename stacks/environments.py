"""What differs between ``local``, ``dev``, ``staging`` and ``prod``: data, and nothing but data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from luneo.errors import DomainError
from luneo.settings import (
    CERTIFIED_SIGNER,
    IMAGE_MODEL,
    IMAGE_PROVIDER,
    OFFLINE,
    OPENAI,
    SIGNER,
    TEST_SIGNER,
    ImageProviderName,
    Stage,
    provider_names,
)


class InvalidEnvironment(DomainError):
    """The context asks for something that must not be deployed."""

    slug = "invalid-environment"
    title = "This environment cannot be synthesised"


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of our own: the public name, and the name at which CloudFront reaches the HTTP API.

    ``certificate_arn`` lies in us-east-1 (CloudFront's), ``origin_certificate_arn`` in the stage's region. The DNS
    records are the operator's: the stacks' outputs say what they point to.
    """

    name: str
    certificate_arn: str
    origin_certificate_arn: str

    @property
    def origin_name(self) -> str:
        """Host name of the HTTP API behind CloudFront."""
        return f"origin.{self.name}"


@dataclass(frozen=True, slots=True)
class Environment:
    """One stage's settings.

    ``keep_data`` retains tables, buckets and secrets when a stack goes, and protects them from deletion.
    ``requests_per_second`` and ``burst`` are the gateway's ceiling for the whole API; ``requests_per_ip`` is the
    firewall's, over five minutes. ``threat_protection`` buys Cognito's Plus tier. ``build_assets`` takes bundled code
    and layers from ``build/`` instead of the source folders.
    """

    stage: Stage
    region: str
    account: str | None
    keep_data: bool
    point_in_time_recovery: bool
    log_retention_days: int
    log_level: str
    alarms: bool
    image_provider: str
    image_model: str
    signer: str
    bedrock_model: str
    bedrock_inpainting: str
    bedrock_upscaling: str
    requests_per_second: int
    burst: int
    requests_per_ip: int
    threat_protection: bool
    build_assets: bool
    public_url: str | None = None
    domain: Domain | None = None
    alarm_email: str | None = None

    @property
    def on_laptop(self) -> bool:
        """Whether the local cloud reads this assembly: no firewall, no alarms, no origin key, no custom resources."""
        return self.stage is Stage.LOCAL

    @property
    def prefix(self) -> str:
        """Lead of every stack's name."""
        return f"luneo-{self.stage}"

    @property
    def settings(self) -> Mapping[str, str]:
        """Values of the environment variables a function may ask for in ``settings=``."""
        return {IMAGE_PROVIDER: str(self.image_provider), IMAGE_MODEL: self.image_model, SIGNER: self.signer}


_DEV = Environment(
    stage=Stage.DEV,
    region="eu-west-1",
    account=None,
    keep_data=False,
    point_in_time_recovery=False,
    log_retention_days=7,
    log_level="DEBUG",
    alarms=False,
    image_provider=OFFLINE,
    image_model="procedural",
    signer=TEST_SIGNER,
    bedrock_model="stability.stable-image-core-v1:1",
    bedrock_inpainting="us.stability.stable-image-inpaint-v1:0",
    bedrock_upscaling="us.stability.stable-fast-upscale-v1:0",
    requests_per_second=50,
    burst=100,
    requests_per_ip=2000,
    threat_protection=False,
    build_assets=True,
)
_STAGING = replace(
    _DEV,
    stage=Stage.STAGING,
    point_in_time_recovery=True,
    log_retention_days=30,
    log_level="INFO",
    alarms=True,
    image_provider=OPENAI,
    image_model="gpt-image-2.6-flare",
    signer=CERTIFIED_SIGNER,
    requests_per_second=200,
    burst=400,
)
_PROD = replace(
    _STAGING,
    stage=Stage.PROD,
    keep_data=True,
    log_retention_days=365,
    requests_per_second=2000,
    burst=4000,
    threat_protection=True,
)
_LOCAL = replace(
    _DEV,
    stage=Stage.LOCAL,
    account="123456789012",
    log_level="INFO",
    build_assets=False,
    public_url="http://127.0.0.1:8787",
)
ENVIRONMENTS: Mapping[Stage, Environment] = {it.stage: it for it in (_LOCAL, _DEV, _STAGING, _PROD)}

_OVERRIDABLE = (
    "image_provider",
    "image_model",
    "bedrock_model",
    "bedrock_inpainting",
    "bedrock_upscaling",
    "signer",
    "alarm_email",
    "region",
    "account",
    "public_url",
)
_DOMAIN_PARTS = ("domain", "certificate_arn", "origin_certificate_arn")
_ASSETS = {"build": True, "source": False}
CONTEXT_KEYS = ("stage", "assets", *_OVERRIDABLE, *_DOMAIN_PARTS)


def environment(context: Mapping[str, str]) -> Environment:
    """The environment that the CDK context names and adjusts; without ``stage``, the laptop's.

    Raises:
        InvalidEnvironment: an unknown stage or asset source, a domain without its certificates, or the offline image
            provider or the test signer in prod.
    """
    name = context.get("stage", Stage.LOCAL)
    if name not in set(Stage):
        raise InvalidEnvironment(f"There is no stage {name!r}. Use -c stage= with one of: {', '.join(Stage)}.")
    given: dict[str, Any] = {key: context[key] for key in _OVERRIDABLE if context.get(key)}
    chosen = replace(ENVIRONMENTS[Stage(name)], domain=_domain(context), **given)
    if source := context.get("assets"):
        chosen = replace(chosen, build_assets=_asset_source(source))
    return _checked(chosen)


def _asset_source(word: str) -> bool:
    if word not in _ASSETS:
        raise InvalidEnvironment(
            f"There is no asset source {word!r}. Use -c assets= with one of: {', '.join(_ASSETS)}."
        )
    return _ASSETS[word]


def _domain(context: Mapping[str, str]) -> Domain | None:
    given = [context.get(key) for key in _DOMAIN_PARTS]
    if not any(given):
        return None
    name, certificate, origin_certificate = given
    if not (name and certificate and origin_certificate):
        raise InvalidEnvironment(f"A domain needs all of: {', '.join(f'-c {key}=' for key in _DOMAIN_PARTS)}.")
    return Domain(name, certificate, origin_certificate)


def _checked(chosen: Environment) -> Environment:
    try:
        names = provider_names(chosen.image_provider)
    except ValueError:
        known = ", ".join(ImageProviderName)
        raise InvalidEnvironment(f"There is no image provider {chosen.image_provider!r}; some of: {known}.") from None
    if chosen.stage is Stage.PROD and OFFLINE in names:
        raise InvalidEnvironment("The offline image provider draws stand-ins: it must not run in prod. Use openai.")
    if chosen.signer not in {TEST_SIGNER, CERTIFIED_SIGNER}:
        raise InvalidEnvironment(f"There is no signer {chosen.signer!r}: {TEST_SIGNER} or {CERTIFIED_SIGNER}.")
    if chosen.stage is Stage.PROD and chosen.signer == TEST_SIGNER:
        raise InvalidEnvironment("The test authority's key is public: it must not sign in prod. Use certificate.")
    return chosen
