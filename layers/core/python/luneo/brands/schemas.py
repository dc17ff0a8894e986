"""What the brand's endpoints take and give."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from luneo.schema import Body, Moment, View
from luneo.settings import ImageProviderName

MAX_DOMAINS = 20
_LOCALE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"

Locale = Annotated[str, Field(pattern=_LOCALE, description="BCP 47: `fr`, `en-GB`.", examples=["fr", "en-GB"])]
BrandName = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class KeyKind(StrEnum):
    """A publishable key stands in a brand's pages and opens widget sessions; a secret key is for its servers."""

    PUBLISHABLE = "publishable"
    SECRET = "secret"  # noqa: S105 - the name of a kind


class BrandChange(Body):
    """What changes of a brand; what is left out stays."""

    name: BrandName | None = None
    locale: Locale | None = None
    image_providers: list[ImageProviderName] | None = Field(
        default=None,
        max_length=len(ImageProviderName),
        description="The only image providers that may be asked, the preferred one first; `[]` for the usual order.",
        examples=[["openai", "bedrock"]],
    )


class BrandDomains(Body):
    """All origins on which the brand's widget may run."""

    domains: list[str] = Field(
        max_length=MAX_DOMAINS,
        description="Origins: scheme, host and port. `https` only.",
        examples=[["https://shop.example", "https://www.shop.example"]],
    )


class NewKey(Body):
    """A key to make."""

    kind: KeyKind
    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class BrandView(View):
    """A brand."""

    id: str
    name: str
    locale: str
    domains: list[str]
    image_providers: list[ImageProviderName]
    created_at: Moment
    updated_at: Moment


class KeyView(View):
    """A key as it can be shown again: without the key itself."""

    id: str
    kind: KeyKind
    name: str
    hint: str = Field(description="How the key begins and ends.", examples=["pk_Jx…9f2A"])
    created_at: Moment


class CreatedKeyView(KeyView):
    """A new key. This is the only time that `key` is shown."""

    key: str
