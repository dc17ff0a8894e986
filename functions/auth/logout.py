from luneo.accounts.schemas import Session
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Pool
from luneo.wiring.accounts import account_service


@endpoint(
    "POST",
    "/api/auth/logout",
    permission=None,
    status=204,
    uses=[Pool.MEMBERS.sign_in],
    limit=Limit(30, 60),
)
def handler(body: Session) -> None:
    """End a session: its refresh token opens nothing any more. Access tokens last until they expire."""
    account_service().logout(body)
