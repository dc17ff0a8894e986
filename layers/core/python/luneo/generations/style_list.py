"""The styles as the API offers them."""

from luneo.generations.schemas import StyleList, StyleView
from luneo.settings import public_url
from luneo.styles import STYLES

# Beside the widget's script, where its build puts them.
THUMBNAILS_PATH = "/v1/styles/"


def style_list() -> StyleList:
    """Every style."""
    return StyleList(
        items=[
            StyleView(
                slug=style.slug,
                name={"en": style.name_en, "fr": style.name_fr},
                thumbnail_url=f"{public_url()}{THUMBNAILS_PATH}{style.slug}.webp",
                palette=list(style.palette),
                processes=sorted(style.processes),
                transparent=style.transparent,
            )
            for style in STYLES.values()
        ]
    )
