"""Personal data is taken out of a wish before it is stored, logged or sent to a provider.

A number that looks like an account or a card is redacted only when its check digits hold, so that years, sizes and
edition numbers survive. Formats: RFC 5322 addresses in common use, E.164 and national phone numbers, ISO 13616 IBANs,
ISO/IEC 7812 cards (Luhn), French social security numbers (NIR, key = 97 - number mod 97), URLs, IPv4 addresses.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recogniser:
    """One kind of personal data: where it may stand, and whether what stands there really is it."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = bool

    @property
    def mark(self) -> str:
        """What stands in the text instead."""
        return f"[{self.kind}]"


def _luhn(text: str) -> bool:
    digits = [int(char) for char in text if char.isdigit()]
    doubled = (digit * 2 if place % 2 else digit for place, digit in enumerate(reversed(digits)))
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0  # noqa: PLR2004 - decimal carries


def _iban(text: str) -> bool:
    compact = re.sub(r"\s", "", text).upper()
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _nir(text: str) -> bool:
    compact = re.sub(r"\D", "", text.upper().replace("2A", "19").replace("2B", "18"))
    return 97 - int(compact[:13]) % 97 == int(compact[13:])


RECOGNISERS = (
    Recogniser("url", re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{3,}", re.IGNORECASE)),
    Recogniser("email", re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")),
    Recogniser(
        "iban", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE), _iban
    ),
    Recogniser(
        "social-security-number", re.compile(r"\b[12] ?\d\d ?\d\d ?(?:\d\d|2[ABab]) ?\d{3} ?\d{3} ?\d\d\b"), _nir
    ),
    Recogniser("card", re.compile(r"\b\d(?:[ -]?\d){12,18}\b"), _luhn),
    Recogniser("phone", re.compile(r"(?<![\w+])(?:\+|00)[1-9](?:[ .\-()]{0,2}\d){7,13}\b")),
    Recogniser("phone", re.compile(r"(?<!\w)0[1-9](?:[ .\-]?\d\d){4}\b")),
    Recogniser("phone", re.compile(r"(?<!\w)(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}\b")),
    Recogniser("ip-address", re.compile(r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b")),
)


def redact(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with personal data replaced by marks like ``[email]``, and the kinds found."""
    found: list[str] = []
    for recogniser in RECOGNISERS:
        text = _replace(recogniser, text, found)
    return text, tuple(dict.fromkeys(found))


def _replace(recogniser: Recogniser, text: str, found: list[str]) -> str:
    def mark(match: re.Match[str]) -> str:
        if not recogniser.holds(match.group()):
            return match.group()
        found.append(recogniser.kind)
        return recogniser.mark

    return recogniser.pattern.sub(mark, text)
