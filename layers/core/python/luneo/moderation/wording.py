"""How refusals are put into words, in English and French."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from luneo.moderation.categories import Category

ENGLISH, FRENCH = "en", "fr"
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was refused and what may be changed, by language."""

    what: Words
    change: Words


def _in(english: str, french: str) -> Words:
    return {ENGLISH: english, FRENCH: french}


_NAMES: Final[Mapping[Category, Words]] = {
    Category.SEXUAL_MINORS: _in("sexual content with minors", "un contenu sexuel mettant en scène des mineurs"),
    Category.SELF_HARM: _in("self-harm", "l'automutilation ou le suicide"),
    Category.HATE: _in("hate or its symbols", "la haine ou ses symboles"),
    Category.ILLICIT: _in("something illicit", "quelque chose d'illicite"),
    Category.SEXUAL: _in("nudity or sexual content", "de la nudité ou un contenu sexuel"),
    Category.VIOLENCE: _in("violence or gore", "de la violence ou du sang"),
    Category.WEAPONS: _in("weapons", "des armes"),
    Category.DRUGS: _in("drugs", "de la drogue"),
    Category.HARASSMENT: _in("insults or threats", "des insultes ou des menaces"),
    Category.TRADEMARKS: _in("somebody's trademark", "une marque protégée"),
    Category.BRAND_TERMS: _in("something that this shop does not make", "un élément que cette boutique ne réalise pas"),
    Category.OTHER: _in("something that is not allowed", "un élément qui n'est pas permis"),
}
_WHAT: Final[Mapping[str, Words]] = {
    "prompt": _in("This wish seems to ask for {name}.", "Cette demande semble évoquer {name}."),
    "upload": _in("This file seems to show {name}.", "Ce fichier semble montrer {name}."),
    "output": _in("The picture that came out seems to show {name}.", "L'image obtenue semble montrer {name}."),
}
_CHANGE: Final[Mapping[str, Words]] = {
    "prompt": _in(
        "Nothing was charged. Leave that out or wish for something else; style and colours can stay.",
        "Rien n'a été débité. Retirez cet élément ou demandez autre chose ; le style et les couleurs peuvent rester.",
    ),
    "upload": _in("Upload another file.", "Envoyez un autre fichier."),
    "output": _in(
        "Nothing was charged. Your words were not refused: try again, or describe it more plainly.",
        "Rien n'a été débité. Vos mots n'ont pas été refusés : réessayez, ou décrivez plus simplement.",
    ),
}
# National lines that answer day and night: 3114 in France, 988 in the United States and Canada.
_HELP: Final = _in(
    "If this is about you, talk to somebody now: 988 in the US and Canada, 3114 in France.",
    "Si cela vous concerne, parlez-en maintenant : le 3114 en France, le 988 aux États-Unis et au Canada.",
)


def explanation(stage: str, category: Category) -> Explanation:
    """The words for a refusal."""
    change = _CHANGE[stage]
    if category is Category.SELF_HARM and stage == "prompt":
        change = {language: f"{words} {_HELP[language]}" for language, words in change.items()}
    what = {language: words.format(name=_NAMES[category][language]) for language, words in _WHAT[stage].items()}
    return Explanation(what, change)
