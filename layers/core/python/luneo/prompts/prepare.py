"""From what a shopper typed to what Luneo keeps: the only door a prompt comes in by."""

from dataclasses import dataclass

from luneo.errors import Invalid
from luneo.prompts.redact import redact
from luneo.prompts.sanitise import sanitise

MAX_PROMPT = 1000
POINTER = "#/prompt"


@dataclass(frozen=True, slots=True)
class PreparedPrompt:
    """A wish that may be stored; ``redactions`` are the kinds of personal data that were taken out."""

    text: str
    redactions: tuple[str, ...]


def prepare_prompt(text: str) -> PreparedPrompt:
    """Sanitise and redact a wish.

    Raises:
        Invalid: nothing is left of it, or it is longer than :data:`MAX_PROMPT` characters (at ``#/prompt``).
    """
    if len(text) > MAX_PROMPT:
        raise Invalid.at(POINTER, f"A prompt has at most {MAX_PROMPT} characters; this one has {len(text)}.")
    clean = sanitise(text)
    if not any(char.isalnum() or ord(char) > 0x2000 for char in clean):  # noqa: PLR2004 - symbols and emoji start there
        raise Invalid.at(POINTER, "Say in a few words what you would like to see.")
    redacted, kinds = redact(clean)
    return PreparedPrompt(redacted, kinds)
