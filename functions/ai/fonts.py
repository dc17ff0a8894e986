from luneo.generations.font_list import font_list
from luneo.generations.schemas import FontList
from luneo.http.endpoint import endpoint
from luneo.identity.permissions import Permission


@endpoint("GET", "/api/ai/fonts", permission=Permission.GENERATIONS_READ)
def handler() -> FontList:
    """List the fonts that a text can be set in."""
    return font_list()
