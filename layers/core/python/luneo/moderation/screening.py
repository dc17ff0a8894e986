"""Our own layer: it looks for terms in every reading of a text, before any provider is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from luneo.moderation.categories import Category, gravest
from luneo.moderation.lexicon import lexicons, present
from luneo.moderation.policy import Policy
from luneo.moderation.readings import Read, Reading, readings
from luneo.moderation.terms import Term


@dataclass(frozen=True, slots=True)
class Finding:
    """A term in a text: its category, the term as the rule has it, and how the text had to be read to see it."""

    category: Category
    term: str
    reading: Reading


def screen(text: str, policy: Policy) -> Finding | None:
    """The gravest thing that the policy refuses in a sanitised text, if any."""
    found: dict[Category, Finding] = {}
    own = tuple(map(Term, policy.blocked_terms))
    for read in readings(text):
        for finding in (*_platform(read, policy), *_brand(read, own)):
            found.setdefault(finding.category, finding)
    return found[gravest(found)] if found else None


def blocked_terms(text: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the terms that the text contains in any reading."""
    own = tuple(map(Term, terms))
    seen = {finding.term for read in readings(text) for finding in _brand(read, own)}
    return tuple(term for term in terms if term in seen)


def _platform(read: Read, policy: Policy) -> Iterator[Finding]:
    for category, lexicon in lexicons().items():
        if policy.refuses(category) and (term := lexicon.term_in(read)):
            yield Finding(category, term.text, read.how)


def _brand(read: Read, own: tuple[Term, ...]) -> Iterator[Finding]:
    for term in present(own, read):
        yield Finding(Category.BRAND_TERMS, term.text, read.how)
