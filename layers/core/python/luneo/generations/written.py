"""A generation's text as its row keeps it: light, for those who read it and do not set it."""

from luneo.generations.models import GenerationRow
from luneo.typography.wish import TextLayer


def text_of(row: GenerationRow) -> TextLayer | None:
    """The text that the row keeps, if any."""
    return TextLayer.model_validate(row.text) if row.text else None
