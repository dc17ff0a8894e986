"""Which colour plays which part, from a style's palette and the colours a wish names."""

from typing import Final

from luneo.adapters.offline.canvas import Colours, luminance, mix
from luneo.adapters.offline.words import Wish

# Where in a style's palette the parts stand: ground, ink, main, second, third, light; a colour stands for itself.
_PARTS: Final[dict[str, tuple[int | str, int | str, int | str, int | str, int | str, int | str]]] = {
    "woodcut": (1, 0, 1, 2, 2, 1),
    "watercolour": ("#ffffff", 4, 0, 1, 2, "#ffffff"),
    "line-art": ("#ffffff", 0, 0, 0, 0, "#ffffff"),
    "geometric": ("#ffffff", 0, 1, 0, 3, 2),
    "floral": ("#ffffff", 0, 1, 4, 3, 2),
    "mandala": ("#ffffff", 0, 1, 3, 2, "#fff8ec"),
    "pop-art": (4, 3, 0, 1, 2, 4),
    "retro-sunset": ("#ffffff", 0, 3, 1, 2, 4),
    "gold-foil": (0, 0, 1, 1, 1, 2),
    "art-deco": (0, 0, 1, 3, 2, 2),
    "stained-glass": (0, 0, 1, 3, 2, "#fdf3d8"),
    "pixel-art": ("#ffffff", 0, 1, 4, 2, "#f4f4f4"),
    "ukiyo-e": (1, 0, 4, 3, 2, "#fbf3df"),
    "silhouette": ("#ffffff", 0, 0, 0, 0, "#ffffff"),
    "engraving": ("#ffffff", 0, 0, 0, 0, "#ffffff"),
    "embroidery": (0, "#1a1d29", 2, 4, 3, 1),
    "paper-cut": (0, 0, 4, 1, 3, 2),
    "neon": (0, 0, 1, 2, 3, "#ffffff"),
}
_ONE_INK: Final = frozenset({"line-art", "silhouette", "engraving"})
_METALS: Final = frozenset({"gold-foil", "art-deco"})
_PALE: Final = 0.62
_DEEP: Final = 0.5


def colours_for(style: str, palette: tuple[str, ...], wish: Wish) -> Colours:
    """The colours of a picture: the style's own, with what the wish names in the leading parts."""
    parts = [part if isinstance(part, str) else palette[part % len(palette)] for part in _PARTS[style]]
    colours = Colours(*parts)
    named = list(wish.colours)
    if style in _ONE_INK:
        return _inked(colours, named[0]) if named else colours
    if wish.ground:
        colours = _grounded(colours, wish.ground, style)
    if not named:
        return colours
    if style in _METALS:
        return _replaced(colours, main=named[0], light=mix(named[0], "#ffffff", 0.72))
    main = named[0]
    other = named[1] if len(named) > 1 else colours.second
    extra = named[2] if len(named) > 2 else colours.third  # noqa: PLR2004 - the third colour
    if style == "woodcut":
        # Two blocks: the named colour prints the motif, and a deeper tone of it the accents.
        other = extra = named[1] if len(named) > 1 else mix(main, colours.ink, 0.35)
    return _replaced(colours, main=main, second=other, third=extra)


def _inked(colours: Colours, colour: str) -> Colours:
    # Where the style's own ink is dark a pale one could not be seen, nor engraved; where it is light, a deep one.
    if luminance(colours.ink) > _PALE:
        ink = mix(colour, "#ffffff", 0.55) if luminance(colour) < _DEEP else colour
    else:
        ink = mix(colour, "#000000", 0.35) if luminance(colour) > _PALE else colour
    return _replaced(colours, ink=ink, main=ink, second=ink, third=ink)


def _grounded(colours: Colours, ground: str, style: str) -> Colours:
    if style == "paper-cut":
        return _replaced(colours, ink=ground, second=mix(ground, "#ffffff", 0.45))
    if style == "woodcut":
        deep = luminance(ground) < _DEEP
        return _replaced(colours, ink=ground) if deep else _replaced(colours, ground=ground)
    if style == "neon":
        return _replaced(colours, ground=mix(ground, "#000000", 0.55))
    changed = _replaced(colours, ground=ground)
    return _replaced(changed, ink=ground) if style in _METALS else changed


def _replaced(colours: Colours, **changed: str) -> Colours:
    return Colours(**{**vars(colours), **changed})
