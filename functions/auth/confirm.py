from luneo.accounts.schemas import Confirmation
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Pool
from luneo.wiring.accounts import account_service


@endpoint(
    "POST",
    "/api/auth/confirm",
    permission=None,
    status=204,
    uses=[Pool.MEMBERS.sign_in],
    limit=Limit(10, 60),
)
def handler(body: Confirmation) -> None:
    """Confirm an address with the code that was sent to it. Doing so again changes nothing."""
    account_service().confirm(body)
