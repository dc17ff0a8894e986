"""Signing up, signing in, and the brand that a sign-up opens."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from luneo.accounts.models import User
from luneo.accounts.schemas import (
    Confirmation,
    Credentials,
    ForgottenPassword,
    PasswordReset,
    Registration,
    RegistrationView,
    Session,
    TokensView,
)
from luneo.brands.models import Brand
from luneo.identity.caller import TenantContext
from luneo.identity.claims import ROLE_CLAIM, TENANT_CLAIM, USER_CLAIM
from luneo.identity.permissions import Role
from luneo.ids import Prefix, new_id
from luneo.ports.sign_in import AddressTaken, FurtherStepNeeded, NotConfirmed, SignIn, Tokens, WrongCredentials

CONFIRM = "POST /api/auth/confirm"


class Users(Protocol):
    """Where users are found by their subject."""

    def by_subject(self, subject: str) -> User | None:
        """The user, if there is one."""
        ...


class Brands(Protocol):
    """Where a brand and its owner are written together."""

    def open(self, brand: Brand, owner: User) -> bool:
        """Whether they were written; not where the subject has a brand."""
        ...


class AccountService:
    """People and their sessions; passwords pass through to the identity provider and are kept nowhere."""

    def __init__(self, sign_in: SignIn, users: Users, brands: Brands, now: Callable[[], datetime]) -> None:
        self._sign_in = sign_in
        self._users = users
        self._brands = brands
        self._now = now

    def register(self, registration: Registration) -> RegistrationView:
        """Open a brand with its owner and send a code to the address.

        Whatever was interrupted is completed by registering again with the same address and password; that also sends
        a new code.

        Raises:
            WeakPassword: the password breaks the policy.
            AddressTaken: the address has an account that this password does not open, or that is confirmed.
        """
        try:
            subject = self._sign_in.sign_up(registration.email, registration.password)
        except AddressTaken:
            subject = self._unfinished(registration)
        user = self._users.by_subject(subject) or self._open(subject, registration)
        return RegistrationView(tenant_id=user.tenant_id, user_id=user.row, email=user.email, next=CONFIRM)

    def _unfinished(self, registration: Registration) -> str:
        """The subject of a sign-up that was begun with this very password and is not finished."""
        taken = AddressTaken("If the address is yours, sign in, or ask for a new password.")
        try:
            self._sign_in.with_password(registration.email, registration.password)
        except NotConfirmed:
            self._sign_in.resend_code(registration.email)
            return self._sign_in.subject_of(registration.email)
        except (WrongCredentials, FurtherStepNeeded):
            raise taken from None
        subject = self._sign_in.subject_of(registration.email)
        if self._users.by_subject(subject):
            raise taken
        return subject

    def _open(self, subject: str, registration: Registration) -> User:
        tenant = TenantContext(new_id(Prefix.TENANT))
        moment = self._now()
        brand = Brand(
            tenant.partition,
            tenant_id=tenant.tenant_id,
            name=registration.brand_name,
            locale=registration.locale,
            created_at=moment,
            updated_at=moment,
        )
        owner = User(
            tenant.partition,
            new_id(Prefix.USER),
            tenant_id=tenant.tenant_id,
            subject=subject,
            email=registration.email,
            role=Role.OWNER,
            created_at=moment,
        )
        if self._brands.open(brand, owner):
            return owner
        first = self._users.by_subject(subject)
        assert first is not None, "a subject that is claimed has a user"
        return first

    def confirm(self, confirmation: Confirmation) -> None:
        """Confirm an address."""
        self._sign_in.confirm(confirmation.email, confirmation.code)

    def login(self, credentials: Credentials) -> TokensView:
        """Sign in with a password."""
        return _view(self._sign_in.with_password(credentials.email, credentials.password))

    def refresh(self, session: Session) -> TokensView:
        """New tokens for a session."""
        return _view(self._sign_in.with_refresh_token(session.refresh_token))

    def logout(self, session: Session) -> None:
        """End a session."""
        self._sign_in.revoke(session.refresh_token)

    def forgot_password(self, request: ForgottenPassword) -> None:
        """Send a reset code where the address is known; nobody is told whether it is."""
        self._sign_in.send_reset_code(request.email)

    def reset_password(self, reset: PasswordReset) -> None:
        """Replace a forgotten password."""
        self._sign_in.reset_password(reset.email, reset.code, reset.password)


def _view(tokens: Tokens) -> TokensView:
    return TokensView(
        access_token=tokens.access_token,
        id_token=tokens.id_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
        token_type=tokens.token_type,
    )


def claims_for(user: User | None) -> dict[str, str]:
    """What a member's access token says beside its subject; nothing for somebody without a brand."""
    if user is None:
        return {}
    return {TENANT_CLAIM: user.tenant_id, ROLE_CLAIM: user.role, USER_CLAIM: user.row}
