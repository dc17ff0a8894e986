"""What may be chosen of a text; light, for those who only take or tell it."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from luneo.schema import Body
from luneo.typography.faces import Family

MAX_CONTENT: Final = 120
MIN_SIZE_MM: Final = 2.0
MAX_SIZE_MM: Final = 500.0
MAX_OUTLINE_MM: Final = 5.0
MAX_CURVE: Final = 330.0
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$", to_lower=True)]


class Anchor(StrEnum):
    """The part of the live area that the text is set against; its lines meet on that side."""

    TOP_LEFT = "top-left"
    TOP = "top"
    TOP_RIGHT = "top-right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom-right"

    @property
    def shares(self) -> tuple[float, float]:
        """How much of the free space is left of the text, and above it."""
        across = 0.0 if "left" in self.value else 1.0 if "right" in self.value else 0.5
        return across, 0.0 if "top" in self.value else 1.0 if "bottom" in self.value else 0.5


class TextOutline(Body):
    """A rim of `width_mm` around the letters, in a colour; where a tool works, of bare material."""

    width_mm: float = Field(gt=0, le=MAX_OUTLINE_MM)
    colour: Colour | None = None


class TextLayer(Body):
    """A text over the artwork, printed as outlines.

    Without `size_mm`, the height of the font's em, it is as large as the zone's live area allows. It is set against
    `anchor`, then moved right and down. `curve_degrees` is how far its first line goes round a circle: positive arches
    it, negative hangs it, 0 is straight. What engraves or cuts takes no colours.
    """

    content: str = Field(min_length=1, max_length=MAX_CONTENT)
    font: Family = Family.SANS
    colour: Colour | None = None
    size_mm: float | None = Field(default=None, ge=MIN_SIZE_MM, le=MAX_SIZE_MM)
    anchor: Anchor = Anchor.CENTRE
    right_mm: float = Field(default=0.0, ge=-MAX_SIZE_MM, le=MAX_SIZE_MM)
    down_mm: float = Field(default=0.0, ge=-MAX_SIZE_MM, le=MAX_SIZE_MM)
    curve_degrees: float = Field(default=0.0, ge=-MAX_CURVE, le=MAX_CURVE)
    outline: TextOutline | None = None
