from luneo.generations.schemas import GenerationSummary
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.schema import Page, PageQuery
from luneo.wiring.generations import generation_service


@endpoint("GET", "/api/ai/generations", permission=Permission.GENERATIONS_LIST, uses=[Table.GENERATIONS.read])
def handler(query: PageQuery, caller: Caller) -> Page[GenerationSummary]:
    """List the brand's generations, newest first."""
    return generation_service(caller).history(query)
