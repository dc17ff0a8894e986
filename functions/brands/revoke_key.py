from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.brands import key_service


@endpoint(
    "DELETE",
    "/api/brands/current/keys/{key_id}",
    permission=Permission.KEYS_WRITE,
    status=204,
    uses=[Table.KEYS.read_write],
    audit="key.revoked",
)
def handler(key_id: str, caller: Caller) -> None:
    """Revoke a key: it opens nothing from this moment on. Revoking it again changes nothing."""
    key_service(caller).revoke(key_id)
