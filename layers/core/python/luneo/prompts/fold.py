"""Folding for comparison only: what a reader would take for the same word becomes the same word."""

# ruff: noqa: RUF001 - letters that look like others are what this is about

import re
import unicodedata
from itertools import groupby

# Letters of other scripts that pass for Latin ones, after Unicode Technical Standard 39's confusables; capitals stand
# apart, as a capital and its small letter may look like different Latin letters.
_LOOKALIKES = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "АВЕКМНОРСТУХЅІЈԚԜ" + "ՕՍ"
    "αβεηικνορτυχωγσ" + "авегкмнопрстухіїѕјһԁԛԝьєз" + "օսոհ"
    "ıℓøđħłŧƒɡɑɩʀɴɪʟᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱʙɢʜ",
    "ABEZHIKMNOPTYX" + "ABEKMHOPCTYXSIJQW" + "OU"
    "abenikvoptuxwys" + "aberkmhonpctyxiisjhdqwbee" + "ounh"
    "ilodhltfgairnilacdejkmoptuvwzsbgh",
)  # fmt: skip
# Flags' letters and the letters in dark squares and circles have no decomposition of their own.
_BOXED = {first + place: chr(ord("A") + place) for first in (0x1F1E6, 0x1F150, 0x1F170) for place in range(26)}
_LIKE = {
    "0": "o", "1": "i", "!": "i", "|": "i", "l": "i", "3": "e", "€": "e", "4": "a", "@": "a", "5": "s", "$": "s",
    "7": "t", "+": "t", "8": "b", "6": "g", "9": "g", "2": "z",
}  # fmt: skip
_ALIKE = str.maketrans(_LIKE)
_UNSEEN = {"Mn", "Me", "Cf", "Cc"}
MAX_RUN = 3


def fold(text: str) -> str:
    """Case, accents, unseen characters and look-alike letters removed; a letter stands three times in a row at most.

    Digits, punctuation and spaces stay.
    """
    plain = _bare(_bare(text).casefold())
    return "".join(char * min(len(list(run)), MAX_RUN) for char, run in groupby(plain))


def skeleton(folded: str) -> str:
    """What is left of a folded text when look-alike signs are merged, repetitions dropped and only letters count.

    Two texts of different skeletons never name the same word; the same skeleton only says that they may.
    """
    letters = (char for char in folded.translate(_ALIKE) if char.isalnum())
    return "".join(char for char, _ in groupby(letters))


def lookalikes(letter: str) -> str:
    """The letter and the digits and signs that stand for it in a folded text."""
    of = _LIKE.get(letter, letter) if letter == "l" else letter
    return "".join(dict.fromkeys([letter, of, *(sign for sign, meant in _LIKE.items() if meant == of)]))


def _bare(text: str) -> str:
    seen = (char for char in unicodedata.normalize("NFKD", text) if _is_seen(char))
    return "".join(seen).translate(_LOOKALIKES).translate(_BOXED)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN or char.isspace()


def joined_letters(folded: str) -> str:
    """The text with words that are spelt letter by letter (``s p e l t``, ``s-p-e-l-t``) in one piece."""
    return _SPELT_ALIKE.sub(lambda run: run.group().replace(run.group(2), ""), folded)


def joined_runs(folded: str) -> list[str]:
    """Every long row of single letters in one piece, whatever stands between them: where words end is not known."""
    return ["".join(re.findall(_LETTER, run.group())) for run in _SPELT.finditer(folded)]


_LETTER = r"(?:[^\W_]|[$@!|+])"
_GAP = r"[\s.\-_*~/,;:'’]{1,3}"
_SPELT_ALIKE = re.compile(rf"(?<![^\W_])({_LETTER})({_GAP}){_LETTER}(?:\2{_LETTER})+(?![^\W_])")
_SPELT = re.compile(rf"(?<![^\W_]){_LETTER}(?:{_GAP}{_LETTER}(?![^\W_])){{4,}}")
