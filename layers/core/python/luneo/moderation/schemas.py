"""Refusals as the API shows them."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from luneo.moderation.categories import Category
from luneo.moderation.decision import Rule, Stage
from luneo.moderation.wording import explanation
from luneo.schema import View


class ModerationEvidence(View):
    """For the brand: who found it, the rule's own term and how the text had to be read to meet it."""

    source: str = Field(description="`luneo`, or the provider whose moderator refused it.")
    term: str | None = None
    reading: str | None = Field(default=None, examples=["plain", "base64"])


class ModerationView(View):
    """Why content was refused. `explanation`, `change` and `note` are by language; `note` is in the brand's words."""

    stage: Stage
    category: Category
    rule: Rule = Field(description="Whether every brand refuses it or this one does.")
    explanation: dict[str, str]
    change: dict[str, str] = Field(description="What may be changed so that it passes.")
    note: dict[str, str]
    evidence: ModerationEvidence | None = Field(default=None, description="Shown to the brand's own people only.")


def moderation_view(facts: Mapping[str, Any], *, to_brand: bool) -> ModerationView:
    """The view of a decision's facts (:meth:`luneo.moderation.decision.Decision.facts`)."""
    said = explanation(facts["stage"], Category(facts["category"]))
    evidence = ModerationEvidence(source=facts["source"], term=facts["term"], reading=facts["reading"])
    return ModerationView(
        stage=Stage(facts["stage"]),
        category=Category(facts["category"]),
        rule=Rule(facts["rule"]),
        explanation=dict(said.what),
        change=dict(said.change),
        note=dict(facts["notes"]),
        evidence=evidence if to_brand else None,
    )
