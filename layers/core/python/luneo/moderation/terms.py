"""Finding a term in a folded text, however its letters are dressed up."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from luneo.prompts.fold import MAX_RUN, fold, lookalikes, skeleton

# Signs within a word (``sw*st*ka``) and between the words of a phrase.
_WITHIN = r"(?:[^\w\s]|_){0,2}"
_BETWEEN = r"[\W_]{0,3}"
_HISSING = frozenset("sxzh")
_SHORT = 3


@dataclass(frozen=True)
class Term:
    """A word or a phrase; a word that ends in ``*`` stands for all that begin so."""

    text: str

    @cached_property
    def bone(self) -> str:
        """Its longest word's skeleton: a text whose own lacks it cannot contain the term, which is cheap to see."""
        return max(map(skeleton, fold(self.text).split()), key=len)

    @cached_property
    def letters(self) -> int:
        """How many letters and digits it has."""
        return sum(char.isalnum() for char in fold(self.text))

    @cached_property
    def numeric(self) -> bool:
        """Whether it is digits alone, signs between them or not."""
        return all(char.isdigit() for char in fold(self.text) if char.isalnum())

    def within(self, folded: str, *, run_on: bool = False) -> bool:
        """Whether the text contains it as whole words, or anywhere in a ``run_on`` text.

        Digits and signs count as the letters that they look like, beside at least one real letter; repetition and
        single signs between the letters do not help to hide it.
        """
        found = _pattern(self.text, run_on).finditer(folded)
        return any(self.numeric or match.group().isdigit() or any(map(str.isalpha, match.group())) for match in found)

    def without(self, folded: str) -> str:
        """The text with the term blanked out."""
        return _pattern(self.text, False).sub(" ", folded)


@lru_cache(maxsize=4096)
def _pattern(term: str, run_on: bool) -> re.Pattern[str]:  # noqa: FBT001 - part of the cache's key
    phrase = _BETWEEN.join(map(_word, fold(term).split()))
    return re.compile(phrase if run_on else rf"(?<![^\W_]){phrase}(?![^\W_])")


def _word(word: str) -> str:
    letters = [char for char in word if char.isalnum()] or list(word)
    after = [*letters[1:], ""]
    stem = _WITHIN.join(
        _letter(char, repeated=char != following) for char, following in zip(letters, after, strict=True)
    )
    return stem + (r"\w*" if word.endswith("*") else _plural(letters))


def _plural(letters: list[str]) -> str:
    if len(letters) < _SHORT:
        return ""
    return "(?:e?s{1,3})?" if letters[-1] in _HISSING else "(?:s{1,3}|x)?"


def _letter(char: str, *, repeated: bool) -> str:
    same = re.escape(char) if char.isdigit() else "".join(map(re.escape, lookalikes(char)))
    return f"[{same}]" + (f"{{1,{MAX_RUN}}}" if repeated else "")
