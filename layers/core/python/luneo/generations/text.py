"""A generation's text: as it was wished for, on the zone it is made for."""

from luneo.generations.target import PrintTarget
from luneo.generations.text_rules import refuse_unmakeable
from luneo.typography.layer import PlacedText, place, prepared
from luneo.typography.wish import TextLayer


def fitted(wished: TextLayer, target: PrintTarget) -> TextLayer:
    """The text as it is kept: cleaned, and with the size that it has on this zone.

    Raises:
        Invalid: it does not fit, or its process cannot make it; the pointer names the member.
        UncoveredCharacters: its font lacks some of its characters.
    """
    layer = prepared(wished)
    placed = on_zone(layer, target)
    refuse_unmakeable(placed, target)
    return layer.model_copy(update={"size_mm": placed.size_mm})


def on_zone(layer: TextLayer, target: PrintTarget) -> PlacedText:
    """The text where it is printed."""
    return place(layer, target.size_mm, by_tool=target.by_rules)
