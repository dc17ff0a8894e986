"""The platform's own terms, by category: data in ``lexicon.toml``, read at the first look."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from luneo.moderation.categories import Category
from luneo.moderation.readings import Read
from luneo.moderation.terms import Term

DATA = "lexicon.toml"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One category's terms.

    ``unless`` holds harmless phrases that contain one; ``together`` groups of terms that are refused only where each
    group has one in the text.
    """

    terms: tuple[Term, ...]
    unless: tuple[Term, ...]
    together: tuple[tuple[Term, ...], ...]

    def term_in(self, read: Read) -> Term | None:
        """The first term that the text contains outside of the harmless phrases; of ``together``, the last group's."""
        if self._met(read) is None:
            return None
        for harmless in tuple(present(self.unless, read)):
            read = replace(read, text=harmless.without(read.text))
        return self._met(read)

    def _met(self, read: Read) -> Term | None:
        for term in present(self.terms, read):
            return term
        met = [next(present(group, read), None) for group in self.together]
        return met[-1] if met and all(met) else None


def present(terms: Iterable[Term], read: Read) -> Iterator[Term]:
    """Those of the terms that the reading contains."""
    bones, least = read.skeleton, read.min_letters
    for term in terms:
        if term.bone in bones and term.letters >= least and term.within(read.text, run_on=read.run_on):
            yield term


@lru_cache(maxsize=1)
def lexicons() -> Mapping[Category, Lexicon]:
    """Every category's lexicon, gravest category first."""
    import tomllib

    data = tomllib.loads(files(__package__).joinpath(DATA).read_text(encoding="utf-8"))
    return MappingProxyType({category: _lexicon(data[category]) for category in Category if category in data})


def _lexicon(facts: Mapping[str, Any]) -> Lexicon:
    return Lexicon(
        terms=_terms([*facts.get("en", ()), *facts.get("fr", ())]),
        unless=_terms(facts.get("unless", ())),
        together=tuple(map(_terms, facts.get("together", ()))),
    )


def _terms(texts: Iterable[str]) -> tuple[Term, ...]:
    return tuple(map(Term, texts))
