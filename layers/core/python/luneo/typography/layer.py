"""A text as a layer of a design: where on the print zone it comes to lie."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from luneo.errors import Fault, Invalid
from luneo.prompts.sanitise import visible
from luneo.typography.errors import UncoveredCharacters, UnfitText
from luneo.typography.faces import OFFERS, SYMBOLS, Family, east_asian, own_face
from luneo.typography.ink import Area, Colour, colour_of
from luneo.typography.lettering import Align, TextStyle, letter
from luneo.typography.outlines import Outline
from luneo.typography.shaping import SILENT, clusters, is_drawn, is_sign, naming
from luneo.typography.welding import ink_box, welded, widened
from luneo.typography.wish import MAX_SIZE_MM, MIN_SIZE_MM, TextLayer

POINTER: Final = "#/text"
MAX_LINES: Final = 6
MARGIN_MM: Final = 3.0
"""A cutter and a press are off by a millimetre or two; nearer to the trim, an uneven margin shows."""
MARGIN_SHARE: Final = 0.05
CLEARANCE: Final = 0.07
"""In ems: what a tool leaves free around letters, which would else run into the artwork's marks."""
_ALIGNED: Final = {0.0: Align.LEFT, 0.5: Align.CENTRE, 1.0: Align.RIGHT}
_BLACK: Final = "#000000"
_SET_AT_MM: Final = 10.0
_TIDY: Final = 100
_SLACK_MM: Final = 1e-3
Millimetres = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlacedLetters:
    """The letters of a text on its zone, and the rim that is to lie ``rim_mm`` around them (0 is none).

    The rest is as in :class:`PlacedText`.
    """

    letters: Area
    rim_mm: float
    rim_colour: Colour | None
    size_mm: float
    box_mm: Box


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text on its zone.

    ``letters`` and ``rim`` (or none) are areas in millimetres from the trimmed zone's top left, y down; ``size_mm`` is
    the em, ``box_mm`` (left, top, right, bottom) what the ink covers.
    """

    letters: Area
    rim: Area | None
    size_mm: float
    box_mm: Box

    @property
    def areas(self) -> tuple[Area, ...]:
        """All of it, from below to the top."""
        return (self.rim, self.letters) if self.rim else (self.letters,)

    @property
    def holes(self) -> tuple[Area, ...]:
        """What is taken from the artwork beneath."""
        return tuple(area for area in self.areas if area.colour is None)

    @property
    def inks(self) -> tuple[Area, ...]:
        """What is drawn, from below to the top."""
        return tuple(area for area in self.areas if area.colour is not None)


def live_area(zone_mm: Millimetres) -> Box:
    """(left, top, right, bottom) of the part of a zone where text is safe from the trim."""
    margin = min(MARGIN_MM, MARGIN_SHARE * min(zone_mm))
    return margin, margin, zone_mm[0] - margin, zone_mm[1] - margin


def prepared(layer: TextLayer) -> TextLayer:
    """The layer with its text as it is kept: composed letters, no invisible characters, single spaces.

    Raises:
        Invalid: nothing is left of it, or it has too many lines (at ``#/text/content``).
        UncoveredCharacters: its font lacks some of its characters; those that have them are named.
    """
    lines = [visible(line) for line in layer.content.splitlines()]
    content = "\n".join(lines).strip("\n")
    if not content:
        raise Invalid.at(f"{POINTER}/content", "Write at least one letter.")
    if content.count("\n") >= MAX_LINES:
        raise Invalid.at(f"{POINTER}/content", f"Write at most {MAX_LINES} lines.")
    _refuse_uncovered(content, layer.font)
    return layer.model_copy(update={"content": content})


def place(layer: TextLayer, zone_mm: Millimetres, *, by_tool: bool) -> PlacedText:
    """Set a :func:`prepared` text on a zone of that width and height.

    ``by_tool`` means that it is engraved or cut: letters are dark, and their rim (:data:`CLEARANCE` at least) is bare.

    Raises:
        Invalid: it does not fit, or has colours that a tool cannot make; the pointer names the member to change.
    """
    placed = place_letters(layer, zone_mm, by_tool=by_tool)
    return PlacedText(placed.letters, _rim(placed), placed.size_mm, placed.box_mm)


def place_letters(layer: TextLayer, zone_mm: Millimetres, *, by_tool: bool) -> PlacedLetters:
    """As :func:`place`, but for the outline of the rim, which takes as long as all the rest.

    Raises:
        Invalid: as :func:`place`.
    """
    if by_tool:
        _refuse_colours(layer)
    live = live_area(zone_mm)
    room = live[2] - live[0], live[3] - live[1]
    drawn = _set(layer, _SET_AT_MM)
    size = _size(layer, ink_box(drawn), room, by_tool=by_tool)
    outline = _drawable(lambda: welded(_scaled(drawn, size / _SET_AT_MM)))
    rim_mm = _rim_mm(layer, size, by_tool=by_tool)
    box = _grown(ink_box(outline), rim_mm)
    across, down = _moved(layer, box, live)
    letters = Area(outline.moved(across, down), colour_of(layer.colour or _BLACK))
    moved = (box[0] + across, box[1] + down, box[2] + across, box[3] + down)
    return PlacedLetters(letters, rim_mm, _rim_colour(layer, by_tool=by_tool), size, moved)


def _scaled(outline: Outline, by: float) -> Outline:
    return outline.through(lambda point: (point[0] * by, point[1] * by))


def _rim(placed: PlacedLetters) -> Area | None:
    if not placed.rim_mm:
        return None
    return Area(_drawable(lambda: widened(placed.letters.outline, placed.rim_mm)), placed.rim_colour)


def _drawable(draw: Callable[[], Outline]) -> Outline:
    try:
        return draw()
    except UnfitText as error:
        raise Invalid.at(f"{POINTER}/curve_degrees", error.detail) from None


def _refuse_uncovered(content: str, font: Family) -> None:
    wanted = list(dict.fromkeys(cluster for line in content.splitlines() for cluster in clusters(line)))
    lacking = [cluster for cluster in wanted if not _is_set(cluster, font)]
    if not lacking:
        return
    others = [family.value for family in _able(wanted, content)]
    use = f"Choose {' or '.join(others)}" if others else "Write it without, or in another script"
    unknown = [
        char for cluster in lacking for char in cluster if char not in SILENT and not is_drawn(char, own_face(font))
    ]
    detail = f"The font {font} has no {naming(unknown)}. {use}."
    raise UncoveredCharacters(
        detail, faults=[Fault(f"{POINTER}/content", detail)], fonts=others, characters=list(dict.fromkeys(unknown))
    )


def _able(wanted: Sequence[str], content: str) -> list[Family]:
    """Those that have every letter; the East Asian ones, which have much of the world's, only where no other has."""
    asian = east_asian(content)
    for families in ([family for family in Family if not OFFERS[family].languages], asian):
        if able := [family for family in families if all(_is_set(cluster, family) for cluster in wanted)]:
            return able
    return []


def _is_set(cluster: str, family: Family) -> bool:
    return is_drawn(cluster, own_face(family)) or (is_sign(cluster) and is_drawn(cluster, SYMBOLS))


def _refuse_colours(layer: TextLayer) -> None:
    chosen = {"colour": layer.colour, "outline/colour": layer.outline and layer.outline.colour}
    for member, colour in chosen.items():
        if colour:
            raise Invalid.at(f"{POINTER}/{member}", "This product is engraved or cut: leave the colour out.")


def _set(layer: TextLayer, size_mm: float) -> Outline:
    style = TextStyle(layer.font, size_mm, align=_ALIGNED[layer.anchor.shares[0]])
    try:
        flat = letter(layer.content, style)
        if not layer.curve_degrees:
            return flat.outline
        radius = flat.widths_mm[0] / math.radians(layer.curve_degrees)
        return letter(layer.content, replace(style, curve_radius_mm=radius)).outline
    except (UnfitText, ZeroDivisionError):
        detail = "Its lines do not fit on one circle bent so far. Bend it less, or write one line."
        raise Invalid.at(f"{POINTER}/curve_degrees", detail) from None


def _size(layer: TextLayer, box: Box, room: Millimetres, *, by_tool: bool) -> float:
    """The em: as wished where that fits, else the largest that does. ``box`` is the ink's at :data:`_SET_AT_MM`."""
    sides = box[2] - box[0], box[3] - box[1]
    if min(sides) <= 0:
        raise Invalid.at(f"{POINTER}/content", "Write at least one letter.")
    rim_mm = layer.outline.width_mm if layer.outline else 0.0
    rim_ems = 0.0 if layer.outline or not by_tool else CLEARANCE
    sizes = ((have - 2 * rim_mm) / (side / _SET_AT_MM + 2 * rim_ems) for have, side in zip(room, sides, strict=True))
    largest = math.floor(min(sizes) * _TIDY) / _TIDY
    if largest < MIN_SIZE_MM:
        detail = f"It would be less than {MIN_SIZE_MM:g} mm high on this zone. Write less, or on more lines."
        raise Invalid.at(f"{POINTER}/content", detail)
    if layer.size_mm is not None and layer.size_mm > largest:
        raise Invalid.at(f"{POINTER}/size_mm", f"On this zone, this text can be {largest:g} mm at most.")
    return layer.size_mm or min(largest, MAX_SIZE_MM)


def _rim_mm(layer: TextLayer, size_mm: float, *, by_tool: bool) -> float:
    if layer.outline:
        return layer.outline.width_mm
    return CLEARANCE * size_mm if by_tool else 0.0


def _rim_colour(layer: TextLayer, *, by_tool: bool) -> Colour | None:
    if by_tool or layer.outline is None:
        return None
    return colour_of(layer.outline.colour or "#ffffff")


def _grown(box: Box, by_mm: float) -> Box:
    return box[0] - by_mm, box[1] - by_mm, box[2] + by_mm, box[3] + by_mm


def _moved(layer: TextLayer, box: Box, live: Box) -> Millimetres:
    """How far the outline goes from where it was set."""
    moves: list[float] = []
    wished = {"right_mm": layer.right_mm, "down_mm": layer.down_mm}
    for axis, (member, shift) in enumerate(wished.items()):
        free = live[axis + 2] - live[axis] - (box[axis + 2] - box[axis])
        before = max(0.0, free) * layer.anchor.shares[axis]
        if not -_SLACK_MM <= before + shift <= max(0.0, free) + _SLACK_MM:
            least, most = -before, max(0.0, free) - before
            detail = f"The text would be cut off. From this anchor, choose {least:.1f} to {most:.1f} mm."
            raise Invalid.at(f"{POINTER}/{member}", detail)
        moves.append(live[axis] + before + shift - box[axis])
    return moves[0], moves[1]
