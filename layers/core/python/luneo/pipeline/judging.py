"""Moderation of prompts and pictures: explained, and closed when the judge is away."""

from collections.abc import Callable

from luneo.fabrication.rules.offer import brief
from luneo.fabrication.rules.table import rule_set
from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.generations.written import text_of
from luneo.media.files import FileName
from luneo.moderation.audit import note_refusal
from luneo.moderation.decision import Decision, Refused, Stage, by_our_layer, by_provider
from luneo.moderation.policy import Policy
from luneo.moderation.screening import screen
from luneo.pipeline.refusals import ImageRejected, PromptRejected
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import Moderator
from luneo.prompts.prepare import prepare_prompt
from luneo.prompts.sanitise import sanitise
from luneo.styles import Profile, enrich, style
from luneo.styles.catalogue import Process


class PromptJudge:
    """Lets a wish pass under the brand's policy, and words it for the provider in the brand's spirit."""

    def __init__(self, moderator: Moderator, policy: Policy, profile: Profile) -> None:
        self._moderator = moderator
        self._policy = policy
        self._profile = profile

    def work(self, row: GenerationRow) -> Outcome:
        """Judge the prompt, and the text beside it; enrich the prompt alone.

        Raises:
            PromptRejected: our own layer finds something that the policy refuses, or the moderator does.
            ProviderUnavailable, ProviderThrottled: there is no verdict, so it does not pass.
        """
        prompt = prepare_prompt(row.prompt)
        text = text_of(row)
        # A text may be a name or a number of the shopper's own: it is judged, not redacted, and no model draws it.
        _refuse_if(self._decide(prompt.text, *(text.content.splitlines() if text else ())), PromptRejected, row)
        target, change = PrintTarget.model_validate(row.target), row.changed_from is not None
        enriched = enrich(
            prompt.text,
            style(row.style),
            self._profile,
            on_dark=target.needs_light_colours,
            change=change,
            brief=_brief(target),
        )
        facts = {"text": enriched.text, "negative": enriched.negative, "palette": list(enriched.palette)}
        return Outcome(facts={"prompt": prompt.text, "enriched": facts})

    def _decide(self, prompt: str, *lines: str) -> Decision | None:
        text = sanitise(" ".join(lines))
        for words in filter(None, (prompt, text)):
            if finding := screen(words, self._policy):
                return by_our_layer(finding, self._policy)
        both = "\n".join(filter(None, (prompt, text)))
        return by_provider(Stage.PROMPT, self._moderator.check_prompt(both), self._policy)


class ImageJudge:
    """Lets a picture pass before anybody sees it whole."""

    def __init__(self, moderator: Moderator, policy: Policy, shelf: Shelf) -> None:
        self._moderator = moderator
        self._policy = policy
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Judge the artwork.

        Raises:
            ImageRejected: the moderator finds something that the policy refuses.
            ProviderUnavailable, ProviderThrottled: there is no verdict, so it does not pass.
        """
        verdict = self._moderator.check_image(self._shelf.artwork(row), FileName.ARTWORK.media_type)
        _refuse_if(by_provider(Stage.OUTPUT, verdict, self._policy), ImageRejected, row)
        return Outcome()


def _brief(target: PrintTarget) -> str:
    """What a model is told of the tool, where rules decide whether its drawing can be made."""
    if not target.by_rules:
        return ""
    rules = rule_set(Process(target.process), target.substrate, thickness_mm=target.thickness_mm)
    return brief(rules, target.size_mm, target.keep)


def _refuse_if(decision: Decision | None, refusal: Callable[[Decision], Refused], row: GenerationRow) -> None:
    if decision is None:
        return
    note_refusal(decision, tenant_id=row.tenant_id, subject=row.subject, of=row.generation_id)
    raise refusal(decision)
