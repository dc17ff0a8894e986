"""Every predefined style, as data: what it is called, what a model is told, and what it can be made with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from luneo.errors import Fault, Invalid


class Process(StrEnum):
    """How a design leaves the screen."""

    PRINT = "print"
    ENGRAVE = "engrave"
    CUT = "cut"
    EMBROIDER = "embroider"


@dataclass(frozen=True, slots=True)
class Style:
    """One style.

    ``before`` and ``after`` are put around the shopper's words; ``negative`` lists what must not appear; ``palette``
    holds ``#rrggbb`` from the dominant colour to the accents; ``transparent`` styles are motifs without a background.
    ``on_dark`` is the palette, in the same order, for a dark product; a style has one where its own is lost there.
    ``details`` tells how fine a style is that can be engraved or cut: for how many of the tool's lines the shorter side
    must have room, as ``python -m local.survey`` finds; 0 is never too fine.
    """

    slug: str
    name_en: str
    name_fr: str
    before: str
    after: str
    negative: tuple[str, ...]
    palette: tuple[str, ...]
    processes: frozenset[Process]
    transparent: bool = False
    on_dark: tuple[str, ...] = ()
    details: int = 0

    def name(self, language: str) -> str:
        """The style's name in ``fr``, in English otherwise."""
        return self.name_fr if language.lower().startswith("fr") else self.name_en


class UnknownStyle(Invalid):
    """The style asked for is not in the catalogue."""

    slug = "unknown-style"
    title = "Unknown style"


_PRINT = frozenset({Process.PRINT})
_LINES = frozenset({Process.PRINT, Process.ENGRAVE})
_SHAPES = frozenset({Process.PRINT, Process.ENGRAVE, Process.CUT, Process.EMBROIDER})
_FLAT = frozenset({Process.PRINT, Process.EMBROIDER})
_PHOTO = ("photograph", "3d render")
_TONES = ("gradients", "shading", "photograph", "grey halftones")

_ALL: Final = (
    Style(
        "woodcut", "Woodcut", "Gravure sur bois",
        "A bold relief woodcut print of", "carved parallel gouge marks, high contrast, one ink on warm paper",
        (*_PHOTO, "gradients", "soft edges"), ("#1d1a17", "#f1e6d0", "#b5452c"), _LINES, details=200,
    ),
    Style(
        "watercolour", "Watercolour", "Aquarelle",
        "A loose watercolour painting of", "wet-on-wet washes, pigment pooling at the edges, isolated, no background",
        (*_PHOTO, "hard outlines", "background"), ("#3f7f93", "#e0876a", "#e9b949", "#5d7f4e", "#3a4a66"), _PRINT, True,
        ("#7fc4d6", "#f3a78c", "#f6d27c", "#a8cc92", "#dfe8f5"),
    ),
    Style(
        "line-art", "Line art", "Dessin au trait",
        "A continuous single-weight line drawing of", "clean even strokes, no fill, isolated, no background",
        (*_TONES, "fills", "background"), ("#17233b", "#17233b"),
        frozenset({Process.PRINT, Process.ENGRAVE, Process.EMBROIDER}), True, ("#f6efdf", "#f6efdf"),
    ),
    Style(
        "geometric", "Geometric facets", "Facettes géométriques",
        "A low-polygon geometric illustration of", "crisp triangular facets, few harmonious colours, no background",
        (*_PHOTO, "curves", "texture", "background"),
        ("#22577a", "#38a3a5", "#80ed99", "#f4a259", "#f25c54"), _PRINT, True,
        ("#8fd0ee", "#38a3a5", "#80ed99", "#f4a259", "#f25c54"),
    ),
    Style(
        "floral", "Floral wreath", "Couronne fleurie",
        "A botanical illustration with, inside a wreath of flowers and leaves,",
        "delicate hand-painted botanicals, generous margin, no background",
        (*_PHOTO, "dark background"), ("#2f5d50", "#d96c75", "#f2b8a0", "#e3b04b", "#7ea172"), _FLAT, True,
        ("#cfe5d3", "#f08a93", "#f8cdb9", "#f2c766", "#a9cf9b"),
    ),
    Style(
        "mandala", "Mandala", "Mandala",
        "A symmetrical mandala whose centre holds", "twelve-fold radial ornament, fine even lines, no background",
        (*_TONES, "asymmetry", "background"), ("#3d2c6b", "#c8553d", "#e9a23b", "#2a9d8f"), _LINES, True, details=60,
    ),
    Style(
        "pop-art", "Pop art", "Pop art",
        "A 1960s pop-art comic panel of", "thick black outlines, halftone dots, radiating rays, saturated flat colours",
        (*_PHOTO, "muted colours"), ("#e63946", "#ffd166", "#118ab2", "#101014", "#ffffff"), _PRINT,
    ),
    Style(
        "retro-sunset", "Retro sunset", "Coucher de soleil rétro",
        "A 1980s badge with, before a striped setting sun,", "bold silhouette, warm horizontal bands, no background",
        (*_PHOTO, "text"), ("#2b1b3d", "#ffd319", "#ff901f", "#ff2975", "#8c1eff"), _FLAT, True,
    ),
    Style(
        "gold-foil", "Gold foil on navy", "Dorure sur bleu nuit",
        "A hot-stamped gold foil emblem of", "fine metallic lines, deep navy ground, ornamental border",
        (*_PHOTO, "bright colours"), ("#0e1a36", "#d4a94e", "#f7e6ae"), _LINES, details=480,
    ),
    Style(
        "art-deco", "Art deco", "Art déco",
        "An art-deco poster ornament of", "stepped frames, fans and rays, strict symmetry, metallic accents",
        (*_PHOTO, "organic texture"), ("#10231f", "#d8b26e", "#f3e6c8", "#1f6f64"), _LINES, details=380,
    ),
    Style(
        "stained-glass", "Stained glass", "Vitrail",
        "A leaded stained-glass window showing", "luminous jewel-coloured panes, dark lead lines, light from behind",
        (*_PHOTO, "flat grey"), ("#20242c", "#c1272d", "#f2a71b", "#1b6ca8", "#2e8b57", "#6a3d9a"), _PRINT,
    ),
    Style(
        "pixel-art", "Pixel art", "Pixel art",
        "A 16-bit pixel-art sprite of", "limited palette, dark outline, visible square pixels, no background",
        (*_PHOTO, "anti-aliasing", "gradients", "background"), ("#1a1c2c", "#ef7d57", "#ffcd75", "#38b764", "#41a6f6"),
        _FLAT, True,
    ),
    Style(
        "ukiyo-e", "Ukiyo-e", "Ukiyo-e",
        "A Japanese ukiyo-e woodblock print of",
        "flat colours with bokashi gradation, patterned waves, a large sun, aged paper",
        (*_PHOTO, "text", "signature"), ("#1f3a5f", "#efe3c8", "#c8452f", "#6f9fb0", "#e0b07a"), _PRINT,
    ),
    Style(
        "silhouette", "Silhouette", "Silhouette",
        "A minimal one-colour silhouette of", "solid shape, few nodes, connected parts, no background",
        (*_TONES, "texture", "background", "thin lines"), ("#1c1c22", "#1c1c22"), _SHAPES, True,
        ("#f6efdf", "#f6efdf"),
    ),
    Style(
        "engraving", "Banknote engraving", "Taille-douce",
        "A fine banknote-style engraving of", "modulated parallel lines, one ink, no background",
        (*_PHOTO, "solid fills", "colour", "background"), ("#24313f", "#24313f"), _LINES, True,
        ("#f6efdf", "#f6efdf"), details=480,
    ),
    Style(
        "embroidery", "Embroidered patch", "Écusson brodé",
        "An embroidered patch of", "satin stitches, merrowed border, few thread colours, no background",
        (*_PHOTO, "gradients", "fine detail"), ("#1f3d5a", "#f2efe6", "#e07a5f", "#f2c14e", "#3d8b7d"), _FLAT, True,
    ),
    Style(
        "paper-cut", "Layered paper", "Papier découpé",
        "A layered paper-cut illustration of", "stacked card layers with soft shadows, scalloped depth, flat colours",
        (*_PHOTO, "line drawing"), ("#134074", "#8da9c4", "#eef4ed", "#f4b393", "#fc6471"), _PRINT,
    ),
    Style(
        "neon", "Neon sign", "Néon",
        "A glowing neon-tube sign of", "bent glass tubes, soft halo, dark brick night",
        (*_PHOTO, "daylight", "fills"), ("#120f26", "#ff3cac", "#2de2e6", "#f9f871"), _PRINT,
    ),
)  # fmt: skip

STYLES: Final[Mapping[str, Style]] = MappingProxyType({each.slug: each for each in _ALL})
"""Every style by its slug, in the order in which they are offered."""


def style(slug: str, *, pointer: str = "#/style") -> Style:
    """The style of that slug; otherwise :class:`UnknownStyle`, which lists the known ones in ``known_styles``."""
    found = STYLES.get(slug)
    if found is None:
        detail = f"There is no style {slug[:40]!r}. Choose one of: {', '.join(STYLES)}."
        raise UnknownStyle(detail, faults=[Fault(pointer, detail)], known_styles=list(STYLES))
    return found
