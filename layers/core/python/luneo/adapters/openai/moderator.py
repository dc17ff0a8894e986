"""Moderation by OpenAI. Pictures are scored for self-harm, sexual content and violence only; text for all."""

import base64
from typing import Any, ClassVar

import openai

from luneo.adapters.openai.failures import harmless_silence, translated
from luneo.ports.images import ProviderUnavailable, Verdict

MODEL = "omni-moderation-latest"


class OpenAIModerator:
    """The ``moderations.create`` endpoint; an answer without a result is a failure, never a pass."""

    name: ClassVar[str] = "openai"

    def __init__(self, client: openai.OpenAI) -> None:
        self._client = client

    def check_prompt(self, prompt: str) -> Verdict:
        """Judge a prompt after redaction."""
        return self._judge([{"type": "text", "text": prompt}])

    def check_image(self, image: bytes, media_type: str) -> Verdict:
        """Judge a picture, sent inline."""
        url = f"data:{media_type};base64,{base64.b64encode(image).decode()}"
        return self._judge([{"type": "image_url", "image_url": {"url": url}}])

    def _judge(self, content: list[Any]) -> Verdict:
        with harmless_silence(), translated():
            answer = self._client.moderations.create(model=MODEL, input=content)
        if not answer.results:
            raise ProviderUnavailable("The moderation service answered without a verdict.")
        result = answer.results[0]
        found = result.categories.model_dump(by_alias=True)
        categories = tuple(sorted(name for name, flagged in found.items() if flagged))
        return Verdict(allowed=not (result.flagged or categories), categories=categories, provider=self.name)
