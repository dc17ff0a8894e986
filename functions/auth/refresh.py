from luneo.accounts.schemas import Session, TokensView
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Pool
from luneo.wiring.accounts import account_service


@endpoint(
    "POST",
    "/api/auth/refresh",
    permission=None,
    uses=[Pool.MEMBERS.sign_in],
    limit=Limit(30, 60),
)
def handler(body: Session) -> TokensView:
    """Get new tokens for a session. Its refresh token serves once: keep the new one that the answer brings."""
    return account_service().refresh(body)
