"""The fonts as the API offers them."""

from luneo.generations.schemas import FontList, FontView
from luneo.typography.faces import OFFERS, own_face


def font_list() -> FontList:
    """Every font."""
    return FontList(
        items=[
            FontView(
                key=family.value,
                name={"en": offer.name_en, "fr": offer.name_fr},
                face=own_face(family).name,
                scripts=list(offer.scripts),
            )
            for family, offer in OFFERS.items()
        ]
    )
