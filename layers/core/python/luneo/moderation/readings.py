"""Everything that a text can be read as: as it stands, letter by letter, backwards, decoded."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from luneo.prompts.fold import fold, joined_letters, joined_runs, skeleton

MAX_DEPTH: Final = 2
# A word of so many letters comes out of a text by chance, read backwards or by ROT13, too rarely to matter.
CHANCE_LETTERS: Final = 6
_BASE64: Final = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{6,}={0,2}(?![\w+/=])")
_HEX: Final = re.compile(r"(?<!\w)(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[\s:,]?){4,}(?!\w)")
_PRINTABLE: Final = 0.9


class Reading(StrEnum):
    """How the text was read."""

    PLAIN = "plain"
    SPELT = "spelt"
    BASE64 = "base64"
    HEX = "hex"
    PERCENT = "percent-encoded"
    ROT13 = "rot13"
    REVERSED = "reversed"


@dataclass(frozen=True)
class Read:
    """A folded text and how it was come by.

    Only terms of at least ``min_letters`` letters count in it; with ``run_on`` it has no words, only letters.
    """

    how: Reading
    text: str
    min_letters: int = 0
    run_on: bool = False

    @cached_property
    def skeleton(self) -> str:
        """The text's skeleton, for a cheap first look."""
        return skeleton(self.text)


def readings(text: str) -> Iterator[Read]:
    """Every reading of a text; those of decoded fragments come under the outermost code's name."""
    yield from _direct(text)
    yield Read(Reading.ROT13, fold(codecs.encode(text, "rot13")), CHANCE_LETTERS)
    yield Read(Reading.REVERSED, fold(text)[::-1], CHANCE_LETTERS)
    for how, decoded in _decoded(text):
        yield from (replace(read, how=how) for read in _within(decoded, MAX_DEPTH - 1))


def _direct(text: str) -> Iterator[Read]:
    folded = fold(text)
    joined = joined_letters(folded)
    yield Read(Reading.PLAIN if joined == folded else Reading.SPELT, joined)
    yield from (Read(Reading.SPELT, run, CHANCE_LETTERS, run_on=True) for run in joined_runs(folded))


def _within(text: str, depth: int) -> Iterator[Read]:
    yield from _direct(text)
    if depth:
        for _, decoded in _decoded(text):
            yield from _within(decoded, depth - 1)


def _decoded(text: str) -> Iterator[tuple[Reading, str]]:
    if "%" in text and (plain := unquote(text)) != text:
        yield Reading.PERCENT, plain
    for how, pattern, decode in ((Reading.BASE64, _BASE64, _from_base64), (Reading.HEX, _HEX, _from_hex)):
        for found in pattern.finditer(text):
            decoded = _as_text(decode(found.group()))
            if decoded:
                yield how, decoded


def _from_base64(code: str) -> bytes:
    body = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        return b""


def _from_hex(code: str) -> bytes:
    digits = re.sub(r"0x|\\x|[\s:,]", "", code)
    return bytes.fromhex(digits) if len(digits) % 2 == 0 else b""


def _as_text(data: bytes) -> str:
    """The text that the bytes spell, or nothing: most words that could be base64 decode to noise."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return ""
    shown = sum(char.isprintable() or char.isspace() for char in text)
    return text if shown >= _PRINTABLE * len(text) else ""
