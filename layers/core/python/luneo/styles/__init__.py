"""The predefined styles a shopper may choose, and how a wish becomes a prompt."""

from luneo.styles.catalogue import STYLES, Style, UnknownStyle, style
from luneo.styles.enrichment import EnrichedPrompt, Profile, enrich

__all__ = ["STYLES", "EnrichedPrompt", "Profile", "Style", "UnknownStyle", "enrich", "style"]
