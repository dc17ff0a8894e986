"""Personal data is taken out of a wish before it is stored, logged or sent to a provider.

A number that looks like an account or a card is redacted only when its check digits hold, so that years, sizes and
edition numbers survive. Formats: RFC 5322 addresses in common use, E.164 and national phone numbers, ISO 13616 IBANs,
ISO/IEC 7812 cards (Luhn), French social security numbers (NIR, key = 97 - number mod 97), URLs, IP addresses. Digits of
every script count. Names and postal addresses are not recognised, nor numbers in words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address


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
    compact = re.sub(r"[\W_]", "", text).upper()
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _nir(text: str) -> bool:
    compact = re.sub(r"\D", "", text.upper().replace("2A", "19").replace("2B", "18"))
    return 97 - int(compact[:13]) % 97 == int(compact[13:])


def _ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def _recogniser(kind: str, pattern: str, holds: Callable[[str], bool] = bool) -> Recogniser:
    return Recogniser(kind, re.compile(pattern, re.IGNORECASE), holds)


_GAP = r"[ .\-/_]"
_TLD = r"(?:com|org|net|eu|info|biz|io|co|me|app|dev|shop|fr|uk|de|es|it|be|ch|ca|lu|nl|pt|at|us)"
_AT, _DOT = r"(?:at|arobase|chez)", r"(?:dot|point)"
_OPEN, _CLOSE = r"[(\[{]", r"[)\]}]"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"

RECOGNISERS = (
    _recogniser("url", r"\b(?:h(?:tt|xx)ps?://|www\.)[^\s<>\"']{3,}"),
    _recogniser("url", rf"(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}{_TLD}/[^\s<>\"']{{2,}}"),
    _recogniser("email", r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"),
    _recogniser("email", rf"[\w.+%-]{{1,64}} ?@ ?[\w-]{{1,63}} ?[.] ?{_TLD}\b"),
    _recogniser(
        "email",
        rf"[\w.+%-]{{1,64}} ?{_OPEN} ?(?:@|{_AT}) ?{_CLOSE} ?[\w-]{{1,63}}"
        rf" ?(?:[.]|{_OPEN} ?(?:[.]|{_DOT}) ?{_CLOSE}) ?[\w-]{{2,63}}\b",
    ),
    _recogniser("email", rf"[\w.+%-]{{1,64}} {_AT} [\w-]{{1,63}} {_DOT} {_TLD}\b"),
    _recogniser("iban", rf"\b[A-Z]{{2}}\d{{2}}(?:{_GAP}?[A-Z0-9]{{4}}){{2,7}}(?:{_GAP}?[A-Z0-9]{{1,3}})?\b", _iban),
    _recogniser("iban", r"\b[A-Z] [A-Z] \d \d(?: [A-Z0-9]){11,30}\b", _iban),
    _recogniser(
        "social-security-number",
        rf"\b[1-478]{_GAP}?\d\d{_GAP}?\d\d{_GAP}?(?:\d\d|2[AB]){_GAP}?\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d\d\b",
        _nir,
    ),
    _recogniser("card", rf"\b\d(?:{_GAP}?\d){{12,18}}\b", _luhn),
    _recogniser("phone", r"(?<![\w+])(?:\+|00)[1-9](?:[ .\-()/]{0,2}\d){7,13}\b"),
    _recogniser("phone", r"(?<!\w)0[1-9](?:[ .\-]?\d\d){4}\b"),
    _recogniser("phone", r"(?<!\w)0[1-9](?:[/_]\d\d){4}\b"),
    _recogniser("phone", r"(?<!\w)0([ .\-/_])[1-9](?:\1\d){8}\b"),
    _recogniser("phone", r"(?<!\w)(?:\(\d{3}\) ?|\d{3}[ ./-])\d{3}[ .-]\d{4}\b"),
    _recogniser("ip-address", rf"(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\d]|\.\d)"),
    _recogniser("ip-address", r"(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", _ipv6),
)


def redact(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with personal data replaced by marks like ``[email]``, and the kinds found."""
    found: list[str] = []
    for recogniser in RECOGNISERS:
        text = _replace(recogniser, text, found)
    return text, tuple(dict.fromkeys(found))


def _replace(recogniser: Recogniser, text: str, found: list[str]) -> str:
    pieces, end = [], 0
    for match in recogniser.pattern.finditer(_in_ascii_digits(text)):
        if recogniser.holds(match.group()):
            found.append(recogniser.kind)
            pieces += [text[end : match.start()], recogniser.mark]
            end = match.end()
    return "".join(pieces) + text[end:]


def _in_ascii_digits(text: str) -> str:
    """The text with every script's decimal digits as 0 to 9, character for character."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)
