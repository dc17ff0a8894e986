"""A refusal as it is explained: at which stage, for what, by whose rule, and what may be changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from luneo.errors import DomainError
from luneo.moderation.categories import OFF_BY_DEFAULT, Category, gravest, of_provider
from luneo.moderation.policy import Policy
from luneo.moderation.wording import ENGLISH, explanation
from luneo.ports.images import Verdict

if TYPE_CHECKING:
    from luneo.moderation.screening import Finding

OURS = "luneo"


class Stage(StrEnum):
    """What was judged: a shopper's wish, a brand's file, the picture that came out."""

    PROMPT = "prompt"
    UPLOAD = "upload"
    OUTPUT = "output"


class Rule(StrEnum):
    """Whose rule it is: one for every brand, or the brand's own."""

    PLATFORM = "platform"
    BRAND = "brand"


@dataclass(frozen=True, slots=True)
class Decision:
    """A refusal, without the text or the picture that was refused.

    ``source`` is who found it: ``luneo`` or a provider. ``term`` is the rule's own wording, not the shopper's, and
    ``reading`` how the text had to be read to meet it; both are there where our own layer refused. ``notes`` are the
    brand's words to its shoppers, by language.
    """

    stage: Stage
    category: Category
    rule: Rule
    source: str
    term: str | None = None
    reading: str | None = None
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def detail(self) -> str:
        """The explanation and what may be changed, in English."""
        said = explanation(self.stage, self.category)
        return f"{said.what[ENGLISH]} {said.change[ENGLISH]}"

    def facts(self) -> dict[str, Any]:
        """As rows and messages carry it."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {"notes": dict(self.notes)}


class Refused(DomainError):
    """Content breaks the platform's or the brand's rules; ``decision`` explains it."""

    status: ClassVar[int] = 422

    def __init__(self, decision: Decision, **more: Any) -> None:
        super().__init__(decision.detail, **more)
        self.decision = decision


def by_our_layer(finding: "Finding", policy: Policy) -> Decision:
    """The refusal of a wish in which our own layer found something."""
    return Decision(
        Stage.PROMPT,
        finding.category,
        _rule(finding.category, policy),
        OURS,
        finding.term,
        finding.reading.value,
        policy.notes,
    )


def by_provider(stage: Stage, verdict: Verdict, policy: Policy) -> Decision | None:
    """The refusal that a moderator's verdict comes to; ``None`` where the policy lets all that it found pass.

    A verdict against the content that names nothing we know is a refusal.
    """
    if verdict.allowed:
        return None
    found = set(map(of_provider, verdict.categories)) or {Category.OTHER}
    refused = [category for category in found if policy.refuses(category)]
    if not refused:
        return None
    category = gravest(refused)
    return Decision(stage, category, _rule(category, policy), verdict.provider, notes=policy.notes)


def _rule(category: Category, policy: Policy) -> Rule:
    own = category is Category.BRAND_TERMS or (category in OFF_BY_DEFAULT and policy.refuses(category))
    return Rule.BRAND if own else Rule.PLATFORM
