"""The fonts as the API offers them."""

from luneo.generations.schemas import FontList, FontView
from luneo.typography.faces import OFFERS


def font_list() -> FontList:
    """Every font."""
    return FontList(
        items=[
            FontView(
                key=family.value,
                name={"en": offer.name_en, "fr": offer.name_fr},
                face=offer.face.name,
                scripts=list(offer.scripts),
                languages=list(offer.languages),
            )
            for family, offer in OFFERS.items()
        ]
    )
