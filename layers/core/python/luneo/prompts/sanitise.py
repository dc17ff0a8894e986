"""One form for every wish: NFKC, no invisible or direction-changing characters, no controls, single spaces.

Emoji and scripts that need joiners keep them; anywhere else a joiner only serves to hide a word from a filter.
"""

import re
import unicodedata
from typing import Literal

ZERO_WIDTH_NON_JOINER = "\u200c"
ZERO_WIDTH_JOINER = "\u200d"
_JOINERS = {ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER}
_EMOJI_PARTS = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]")
_JOINING_SCRIPTS = (
    "ARABIC",
    "SYRIAC",
    "DEVANAGARI",
    "BENGALI",
    "TAMIL",
    "SINHALA",
    "KANNADA",
    "MALAYALAM",
    "TELUGU",
    "GUJARATI",
    "GURMUKHI",
    "MONGOLIAN",
)
_TAG_CHARACTERS = range(0xE0000, 0xE0080)


def sanitise(text: str) -> str:
    """The text as it is stored, moderated and drawn; applying it twice changes nothing."""
    return _normal(text, "NFKC")


def visible(text: str) -> str:
    """As :func:`sanitise`, in NFC: what is drawn letter by letter keeps its fractions and superscripts."""
    return _normal(text, "NFC")


def _normal(text: str, form: Literal["NFC", "NFKC"]) -> str:
    normal = unicodedata.normalize(form, text)
    kept = "".join(char for place, char in enumerate(normal) if _is_kept(normal, place, char))
    return unicodedata.normalize(form, re.sub(r"\s+", " ", kept)).strip()


def _is_kept(text: str, place: int, char: str) -> bool:
    if char in _JOINERS:
        return _joins(text[place - 1 : place], text[place + 1 : place + 2])
    if char.isspace():
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"} and ord(char) not in _TAG_CHARACTERS


def _joins(before: str, after: str) -> bool:
    if _EMOJI_PARTS.match(before) and _EMOJI_PARTS.match(after):
        return True
    return _is_of_joining_script(before) and _is_of_joining_script(after)


def _is_of_joining_script(char: str) -> bool:
    return bool(char) and unicodedata.name(char, "").startswith(_JOINING_SCRIPTS)
