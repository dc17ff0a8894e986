from luneo.http.authorizer import authorizer
from luneo.identity.caller import Caller
from luneo.resources import Pool, Secret, Table
from luneo.wiring.callers import authenticator


@authorizer(uses=[Table.KEYS.read, Secret.SHOPPER_TOKENS.read, Pool.MEMBERS.sign_in])
def handler(credential: str) -> Caller:
    """Tell who sends a shopper's widget token, a member's access token or a brand's secret key."""
    return authenticator().caller(credential)
