import json

import pytest

from luneo.moderation.categories import Category
from luneo.moderation.decision import Decision, Refused, Rule, Stage, by_our_layer, by_provider
from luneo.moderation.policy import PLATFORM, Policy
from luneo.moderation.schemas import moderation_view
from luneo.moderation.screening import screen
from luneo.moderation.wording import explanation
from luneo.ports.images import Verdict
from luneo.workflow.errors import from_cause, to_cause


def no(*categories: str) -> Verdict:
    return Verdict(allowed=False, categories=categories, provider="judge")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("category", Category)
def test_every_refusal_is_explained_in_both_languages(stage: Stage, category: Category):
    said = explanation(stage, category)

    assert all(said.what[language] and said.change[language] for language in ("en", "fr"))
    assert said.what["en"] != said.what["fr"]


def test_who_speaks_of_suicide_is_told_where_help_is():
    assert "3114" in explanation("prompt", Category.SELF_HARM).change["fr"]
    assert "988" in explanation("prompt", Category.SELF_HARM).change["en"]


def test_a_yes_is_no_refusal():
    assert by_provider(Stage.OUTPUT, Verdict(allowed=True, categories=("violence",)), PLATFORM) is None


@pytest.mark.parametrize("verdict", [no(), no("a-new-one"), no("a-new-one", "violence")])
def test_a_no_for_an_unknown_reason_stays_a_no_whatever_is_switched_off(verdict: Verdict):
    decision = by_provider(Stage.OUTPUT, verdict, Policy(switches=dict.fromkeys(Category, False)))

    assert decision is not None
    assert decision.category is Category.OTHER


def test_only_what_the_brand_switched_off_passes():
    lax = Policy(switches={Category.VIOLENCE: False})

    assert by_provider(Stage.PROMPT, no("violence", "violence/graphic"), lax) is None
    assert by_provider(Stage.PROMPT, no("violence", "hate"), lax).category is Category.HATE


def test_a_rule_that_the_brand_switched_on_is_the_brands():
    strict = Policy(switches={Category.TRADEMARKS: True, Category.WEAPONS: True}, blocked_terms=("rival",))

    rules = {wish: by_our_layer(screen(wish, strict), strict).rule for wish in ("Mickey Mouse", "a rifle", "rival")}

    assert rules == {"Mickey Mouse": Rule.BRAND, "a rifle": Rule.PLATFORM, "rival": Rule.BRAND}


def test_a_decision_survives_the_way_through_the_state_machine():
    decision = Decision(
        Stage.PROMPT, Category.BRAND_TERMS, Rule.BRAND, "luneo", "rival", "base64", {"fr": "Écrivez-nous."}
    )
    cause = json.dumps({"errorMessage": to_cause(Refused(decision))})

    view = moderation_view(from_cause("Refused", cause)["moderation"], to_brand=True)

    assert (view.stage, view.category, view.rule) == (decision.stage, decision.category, decision.rule)
    assert view.note == {"fr": "Écrivez-nous."}
    assert (view.evidence.source, view.evidence.term, view.evidence.reading) == ("luneo", "rival", "base64")
