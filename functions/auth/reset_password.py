from luneo.accounts.schemas import PasswordReset
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Pool
from luneo.wiring.accounts import account_service


@endpoint(
    "POST",
    "/api/auth/reset-password",
    permission=None,
    status=204,
    uses=[Pool.MEMBERS.sign_in],
    limit=Limit(10, 60),
)
def handler(body: PasswordReset) -> None:
    """Replace a forgotten password, with the code that was sent."""
    account_service().reset_password(body)
