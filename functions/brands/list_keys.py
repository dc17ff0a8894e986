from luneo.brands.schemas import KeyView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.schema import Page, PageQuery
from luneo.wiring.brands import key_service


@endpoint("GET", "/api/brands/current/keys", permission=Permission.KEYS_WRITE, uses=[Table.KEYS.read])
def handler(query: PageQuery, caller: Caller) -> Page[KeyView]:
    """List the brand's keys that are not revoked, newest first, without the keys themselves."""
    return key_service(caller).list(query)
