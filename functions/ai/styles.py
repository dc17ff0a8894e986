from luneo.generations.schemas import StyleList
from luneo.generations.style_list import style_list
from luneo.http.endpoint import endpoint
from luneo.identity.permissions import Permission


@endpoint("GET", "/api/ai/styles", permission=Permission.GENERATIONS_READ)
def handler() -> StyleList:
    """List the styles that a design can be made in."""
    return style_list()
