from luneo.accounts.schemas import ForgottenPassword
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Pool
from luneo.wiring.accounts import account_service


@endpoint(
    "POST",
    "/api/auth/forgot-password",
    permission=None,
    status=204,
    uses=[Pool.MEMBERS.sign_in],
    limit=Limit(5, 60),
)
def handler(body: ForgottenPassword) -> None:
    """Send a code with which a forgotten password can be replaced. The answer is the same for an unknown address."""
    account_service().forgot_password(body)
