from luneo.accounts.schemas import Credentials, TokensView
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Pool
from luneo.wiring.accounts import account_service


@endpoint(
    "POST",
    "/api/auth/login",
    permission=None,
    uses=[Pool.MEMBERS.sign_in],
    limit=Limit(10, 60),
)
def handler(body: Credentials) -> TokensView:
    """Sign in with an address and a password.

    An unknown address and a wrong password get the same answer.
    """
    return account_service().login(body)
