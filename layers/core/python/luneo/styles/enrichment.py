"""How a shopper's wish and a style become what an image model is told."""

from dataclasses import dataclass

from luneo.styles.catalogue import Style


@dataclass(frozen=True, slots=True)
class EnrichedPrompt:
    """What the provider gets; ``palette`` holds ``#rrggbb``."""

    text: str
    negative: str
    palette: tuple[str, ...]


def enrich(prompt: str, style: Style) -> EnrichedPrompt:
    """Put the style's words around the shopper's.

    The wish is joined as plain data and quoted, never read as a template: braces, percent signs and the like come out
    as they went in, and a quotation mark cannot end the quotation.
    """
    wish = " ".join(prompt.split()).replace('"', "'")
    text = "".join((style.before, ' "', wish, '"; ', style.after, ". Colours: ", ", ".join(style.palette), "."))
    return EnrichedPrompt(text=text, negative=", ".join(style.negative), palette=style.palette)
