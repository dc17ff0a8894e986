from luneo.brands.schemas import CreatedKeyView, NewKey
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.brands import key_service


@endpoint(
    "POST",
    "/api/brands/current/keys",
    permission=Permission.KEYS_WRITE,
    status=201,
    uses=[Table.KEYS.write],
    limit=Limit(20, 60),
    audit="key.created",
)
def handler(wanted: NewKey, caller: Caller) -> CreatedKeyView:
    """Make a key: a publishable one for the brand's pages, or a secret one for its servers.

    The key is shown in this answer only and stored as a hash. For that reason an answer that got lost is not repeated:
    make another key and revoke the one whose answer was lost.
    """
    return key_service(caller).create(wanted)
