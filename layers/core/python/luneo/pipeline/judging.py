"""Moderation of prompts and pictures: explained, and closed when the judge is away."""

from luneo.generations.models import GenerationRow
from luneo.media.files import FileName
from luneo.moderation.policy import PLATFORM, Policy
from luneo.moderation.screening import screen
from luneo.pipeline.refusals import ImageRejected, PromptRejected
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import Moderator, Verdict
from luneo.prompts.prepare import prepare_prompt
from luneo.styles import enrich, style


class PromptJudge:
    """Lets a wish pass, and words it for the provider."""

    def __init__(self, moderator: Moderator, policy: Policy = PLATFORM) -> None:
        self._moderator = moderator
        self._policy = policy

    def work(self, row: GenerationRow) -> Outcome:
        """Judge and enrich the prompt.

        Raises:
            PromptRejected: a blocked term, or the moderator says no.
            ProviderUnavailable, ProviderThrottled: there is no verdict, so it does not pass.
        """
        prompt = prepare_prompt(row.prompt)
        if finding := screen(prompt.text, self._policy):
            raise PromptRejected(f"The wish was judged as {finding.category}. Nothing was charged; word it anew.")
        verdict = self._moderator.check_prompt(prompt.text)
        if not verdict.allowed:
            raise PromptRejected(f"The wish was judged as {_named(verdict)}. Nothing was charged; word it anew.")
        enriched = enrich(prompt.text, style(row.style))
        facts = {"text": enriched.text, "negative": enriched.negative, "palette": list(enriched.palette)}
        return Outcome(facts={"prompt": prompt.text, "enriched": facts})


class ImageJudge:
    """Lets a picture pass before anybody sees it whole."""

    def __init__(self, moderator: Moderator, shelf: Shelf) -> None:
        self._moderator = moderator
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Judge the artwork.

        Raises:
            ImageRejected: the moderator says no.
            ProviderUnavailable, ProviderThrottled: there is no verdict, so it does not pass.
        """
        verdict = self._moderator.check_image(self._shelf.artwork(row), FileName.ARTWORK.media_type)
        if not verdict.allowed:
            raise ImageRejected(f"The picture was judged as {_named(verdict)}. Nothing was charged; word it anew.")
        return Outcome()


def _named(verdict: Verdict) -> str:
    return ", ".join(verdict.categories) or "not allowed"
