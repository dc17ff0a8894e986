"""Builders of the account domain."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.accounts.repository import UserDirectory
    from luneo.accounts.service import AccountService


def account_service() -> "AccountService":
    """Signing up and in, over the members' user pool."""
    from luneo import settings
    from luneo.accounts.repository import BrandOpening
    from luneo.accounts.service import AccountService
    from luneo.adapters.cognito import CognitoSignIn
    from luneo.credits.ledger import Ledger
    from luneo.outbox import outbox
    from luneo.outbox.events import BrandRegistered
    from luneo.resources import Pool
    from luneo.storage import now

    pool = Pool.MEMBERS
    sign_in = CognitoSignIn(settings.physical_name(pool), settings.pool_client(pool))
    opening = BrandOpening(
        lambda writes, tenant: Ledger(tenant).add_first_grant(writes),
        lambda writes, tenant: outbox.add(writes, BrandRegistered(tenant.tenant_id)),
    )
    return AccountService(sign_in, user_directory(), opening, now)


def user_directory() -> "UserDirectory":
    """Users by the subject of their tokens."""
    from luneo.accounts.repository import UserDirectory

    return UserDirectory()
