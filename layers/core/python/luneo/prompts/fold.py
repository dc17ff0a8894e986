"""Folding for comparison only: what a reader would take for the same word becomes the same word."""

import re
import unicodedata
from functools import lru_cache

# Letters of other scripts that pass for Latin ones, after Unicode Technical Standard 39's confusables.
_LOOKALIKES = str.maketrans(
    "аеорсухікјѕһԁԛԝьαβεηικνορτυχωіıℓ",
    "aeopcyxikjshdqwbabenikvoptuxwiil",
)
_LEET = str.maketrans("013457@$!|", "oieastasii")
_SPACED_OUT = re.compile(r"(?<!\w)(?:\w[\s.\-_*]+){2,}\w(?!\w)")


def fold(text: str) -> str:
    """Case, accents, look-alike letters and letter-by-letter spacing removed; digits stay digits."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    joined = _SPACED_OUT.sub(lambda match: re.sub(r"[\s.\-_*]+", "", match.group()), bare)
    return joined.translate(_LOOKALIKES)


def unleet(folded: str) -> str:
    """Digits and signs read as the letters they stand for; only for words that mix both."""
    return re.sub(r"\S*[a-z]\S*", lambda match: match.group().translate(_LEET), folded)


@lru_cache(maxsize=256)
def _pattern(term: str) -> re.Pattern[str]:
    words = r"\W+".join(re.escape(word) for word in fold(term).split())
    return re.compile(rf"(?<!\w){words}s?(?!\w)")


def blocked_terms(text: str, blocklist: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of a brand's blocklist that the text contains as whole words, however they are disguised."""
    readings = (fold(text), unleet(fold(text)))
    return tuple(term for term in blocklist if any(_pattern(term).search(reading) for reading in readings))
