from luneo.accounts.schemas import Registration, RegistrationView
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Pool, Table
from luneo.wiring.accounts import account_service


@endpoint(
    "POST",
    "/api/auth/register",
    permission=None,
    status=201,
    uses=[
        Pool.MEMBERS.sign_in,
        Pool.MEMBERS.look_up,
        Table.USERS.read_write,
        Table.BRANDS.write,
        Table.LEDGER.write,
        Table.OUTBOX.write,
    ],
    limit=Limit(5, 60),
    audit="brand.registered",
)
def handler(body: Registration) -> RegistrationView:
    """Open a brand with its owner, and send a code to the owner's address.

    Registering again with the same address and password before confirming completes what was interrupted and sends a
    new code; it never opens a second brand.
    """
    return account_service().register(body)
