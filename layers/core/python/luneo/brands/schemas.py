"""What the brand's endpoints take and give."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from luneo.moderation.categories import Category
from luneo.schema import Body, Locale, Moment, View
from luneo.settings import ImageProviderName

MAX_DOMAINS = 20
MAX_BLOCKED_TERMS = 500
MAX_NEGATIVE_TERMS = 30
MAX_PALETTE = 8
MAX_LANGUAGES = 20
BrandName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
BlockedTerm = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Avoided = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$", description="sRGB in lower case.", examples=["#0e1a36"])]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
FileNaming = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Detail(StrEnum):
    """How artwork too coarse for its zone is enlarged: plainly, or by an image provider that adds detail to it."""

    PLAIN = "plain"
    PROVIDER = "provider"


class KeyKind(StrEnum):
    """A publishable key stands in a brand's pages and opens widget sessions; a secret key is for its servers."""

    PUBLISHABLE = "publishable"
    SECRET = "secret"  # noqa: S105 - the name of a kind


class BrandChange(Body):
    """What changes of a brand; what is left out stays."""

    name: BrandName | None = None
    locale: Locale | None = None
    languages: list[Locale] | None = Field(
        default=None,
        max_length=MAX_LANGUAGES,
        description="What its shops speak beside `locale`: no product is published without its name in each.",
        examples=[["fr", "de"]],
    )
    image_providers: list[ImageProviderName] | None = Field(
        default=None,
        max_length=len(ImageProviderName),
        description="The only image providers that may be asked, the preferred one first; `[]` for the usual order.",
        examples=[["openai", "bedrock"]],
    )
    detail: Detail | None = Field(
        default=None,
        description="Who enlarges artwork too coarse for its zone: `provider` costs an answer more and invents detail.",
    )
    file_naming: FileNaming | None = Field(
        default=None,
        description="What files are called in the bundle for the workshop, without their extension.",
        examples=["{date}_{sku}_{generation}_{file}"],
    )


class BrandDomains(Body):
    """All origins on which the brand's widget may run."""

    domains: list[str] = Field(
        max_length=MAX_DOMAINS,
        description="Origins: scheme, host and port. `https` only.",
        examples=[["https://shop.example", "https://www.shop.example"]],
    )


class BrandProfile(Body):
    """How a brand's designs look: every wish is worded with it, beside the style's own words."""

    palette: list[Colour] = Field(
        default_factory=list,
        max_length=MAX_PALETTE,
        description="From the dominant colour to the accents, in place of the styles' colours; empty keeps theirs.",
    )
    tone: str = Field(default="", max_length=200, examples=["warm, playful, hand-made"])
    negative: list[Avoided] = Field(
        default_factory=list, max_length=MAX_NEGATIVE_TERMS, description="What must not appear in a picture."
    )


class ModerationPolicy(Body):
    """What a brand refuses beyond what is refused for every brand, and what its shoppers read then."""

    blocked_terms: list[BlockedTerm] = Field(
        default_factory=list,
        max_length=MAX_BLOCKED_TERMS,
        description="Words and phrases, found in any case, accent and disguise. `word*` stands for all that begin so.",
        examples=[["rival brand", "knock-off*"]],
    )
    categories: dict[Category, bool] = Field(
        default_factory=dict,
        description="True refuses the category, false lets it pass. Some are refused for every brand.",
        examples=[{"trademarks": True, "weapons": False}],
    )
    notes: dict[Language, Note] = Field(
        default_factory=dict,
        description="What shoppers read beside a refusal, by language.",
        examples=[{"en": "Ask us for a hand-made design.", "fr": "Demandez-nous un dessin fait main."}],
    )


class NewKey(Body):
    """A key to make."""

    kind: KeyKind
    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class BrandProfileView(View):
    """How a brand's designs look."""

    palette: list[str]
    tone: str
    negative: list[str]


class ModerationPolicyView(View):
    """What a brand refuses: `categories` tells of every category that can be switched, set or not."""

    blocked_terms: list[str]
    categories: dict[str, bool]
    notes: dict[str, str]


class BrandView(View):
    """A brand."""

    id: str
    name: str
    locale: str
    languages: list[str]
    domains: list[str]
    image_providers: list[ImageProviderName]
    detail: Detail
    file_naming: str
    profile: BrandProfileView
    moderation_policy: ModerationPolicyView
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
