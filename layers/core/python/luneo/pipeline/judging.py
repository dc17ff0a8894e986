"""Moderation of prompts and pictures: explained, and closed when the judge is away."""

from luneo.generations.models import GenerationRow
from luneo.media.files import FileName
from luneo.pipeline.refusals import ImageRejected, PromptRejected
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import Moderator, Verdict
from luneo.prompts.fold import blocked_terms
from luneo.prompts.prepare import prepare_prompt
from luneo.styles import enrich, style

# What no brand may print, whatever its own policy says: symbols banned or shunned nearly everywhere.
ALWAYS_BLOCKED = ("swastika", "hakenkreuz", "ku klux klan", "kkk", "totenkopf", "isis flag", "white power")


class PromptJudge:
    """Lets a wish pass, and words it for the provider."""

    def __init__(self, moderator: Moderator, blocklist: tuple[str, ...] = ALWAYS_BLOCKED) -> None:
        self._moderator = moderator
        self._blocklist = blocklist

    def work(self, row: GenerationRow) -> Outcome:
        """Judge and enrich the prompt.

        Raises:
            PromptRejected: a blocked term, or the moderator says no.
            ProviderUnavailable, ProviderThrottled: there is no verdict, so it does not pass.
        """
        prompt = prepare_prompt(row.prompt)
        if blocked_terms(prompt.text, self._blocklist):
            raise PromptRejected("The wish names something that is never printed. Nothing was charged; word it anew.")
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
