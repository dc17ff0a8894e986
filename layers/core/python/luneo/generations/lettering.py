"""A text as it will be printed, before anything is asked for: what a page draws while a shopper writes."""

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, StringConstraints

from luneo.ids import Prefix, pattern
from luneo.products.schemas import SizeMm
from luneo.schema import Body, View
from luneo.typography.ink import Colour, name_of
from luneo.typography.wish import TextLayer

if TYPE_CHECKING:
    from luneo.generations.target import PrintTarget
    from luneo.generations.targets import ProductTargets
    from luneo.typography.layer import PlacedLetters

# Of a millimetre: hundredths are finer than any screen shows and half the bytes of the print's.
_DIGITS: Final = 2
_BLACK: Final[Colour] = (0, 0, 0)


class LetteringRequest(Body):
    """A text on a product, to be set and shown. Without a `zone` the product's first one is meant."""

    product_id: Annotated[str, StringConstraints(pattern=pattern(Prefix.PRODUCT))]
    zone: str | None = Field(default=None, min_length=1, max_length=64)
    text: TextLayer


class LetteringRim(View):
    """What lies within `width_mm` around the letters, beneath them: a round-joined stroke of twice that width.

    Where `colour` is null, the artwork is taken away there.
    """

    width_mm: float
    colour: str | None


class LetteringView(View):
    """A text on its zone, just as it is printed.

    `path` is the `d` of an SVG path, filled by the nonzero rule, in millimetres from the top left of the zone, which is
    `zone_mm` in size. `size_mm` is the height of the font's em; `by_tool` says that letters are burnt or cut.
    """

    zone: str
    zone_mm: SizeMm
    size_mm: float
    by_tool: bool
    path: str
    colour: str
    rim: LetteringRim | None


class Lettering:
    """Sets texts on one tenant's published products. Nothing is kept, charged or told to anyone else."""

    def __init__(self, targets: "ProductTargets") -> None:
        self._targets = targets

    def set(self, request: LetteringRequest) -> LetteringView:
        """The text as a generation would print it. The rules of what a tool can make are left to the generation.

        Raises:
            Invalid: it does not fit, as for a generation's text; the pointer names the member.
            UncoveredCharacters: its font lacks some of its characters.
            NotFound: there is no such published product.
        """
        from luneo.typography.layer import place_letters, prepared

        target = self._targets.target(request.product_id, request.zone)
        placed = place_letters(prepared(request.text), target.size_mm, by_tool=target.by_rules)
        return _view(target, placed)


def _view(target: "PrintTarget", placed: "PlacedLetters") -> LetteringView:
    width, height = target.size_mm
    rim = LetteringRim(width_mm=placed.rim_mm, colour=placed.rim_colour and name_of(placed.rim_colour))
    return LetteringView(
        zone=target.zone,
        zone_mm=SizeMm(width=width, height=height),
        size_mm=placed.size_mm,
        by_tool=target.by_rules,
        path=placed.letters.outline.svg_path(_DIGITS),
        colour=name_of(placed.letters.colour or _BLACK),
        rim=rim if placed.rim_mm else None,
    )
