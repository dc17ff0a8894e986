"""The styles as the API offers them."""

from luneo.generations.schemas import StyleList, StyleView
from luneo.styles import STYLES


def style_list() -> StyleList:
    """Every style."""
    return StyleList(
        items=[
            StyleView(
                slug=style.slug,
                name={"en": style.name_en, "fr": style.name_fr},
                palette=list(style.palette),
                processes=sorted(style.processes),
                transparent=style.transparent,
            )
            for style in STYLES.values()
        ]
    )
