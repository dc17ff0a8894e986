"""What checks people's passwords, so that nothing of ours ever stores one."""

from dataclasses import dataclass
from typing import Protocol

from luneo.errors import DomainError, Invalid


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in gives. ``expires_in`` is the access token's life in seconds."""

    access_token: str
    expires_in: int
    token_type: str
    refresh_token: str
    id_token: str | None = None


class WeakPassword(Invalid):
    """The password breaks the pool's policy; the detail says how."""

    slug = "weak-password"
    title = "The password is too weak"


class WrongCode(DomainError):
    """The code is not the one that was sent, or its time is over."""

    status = 422
    slug = "wrong-code"
    title = "The code is not right"


class WrongCredentials(DomainError):
    """Unknown address or wrong password: the two are never told apart."""

    status = 401
    slug = "wrong-credentials"
    title = "The e-mail address or the password is not right"


class NotConfirmed(DomainError):
    """The password is right, but the address has not been confirmed yet."""

    status = 403
    slug = "email-not-confirmed"
    title = "Confirm your e-mail address first"


class FurtherStepNeeded(DomainError):
    """The account asks for more than a password; ``challenge`` names what."""

    status = 403
    slug = "further-step-needed"
    title = "This account needs a further step to sign in"


class SignedOut(DomainError):
    """The refresh token is unknown, revoked or too old."""

    status = 401
    slug = "signed-out"
    title = "Sign in again"


class AddressTaken(DomainError):
    """Somebody signed up with this address before. Raised to the service, which decides what to tell."""

    status = 409
    slug = "account-exists"
    title = "This address cannot be registered"


class SignInBusy(DomainError):
    """The identity provider asks for a pause."""

    status = 429
    slug = "too-many-attempts"
    title = "Too many attempts"
    retryable = True


class SignInUnavailable(DomainError):
    """The identity provider does not answer."""

    status = 503
    slug = "sign-in-unavailable"
    title = "Signing in is not available"
    retryable = True


class SignIn(Protocol):
    """People's credentials. Every method may raise :class:`SignInBusy` and :class:`SignInUnavailable`."""

    def sign_up(self, email: str, password: str) -> str:
        """Add a person and send a code; the subject by which tokens will name this person.

        Raises:
            AddressTaken, WeakPassword: nothing was added.
        """
        ...

    def subject_of(self, email: str) -> str:
        """The subject of a person who signed up before."""
        ...

    def resend_code(self, email: str) -> None:
        """Send a new confirmation code, which voids the last one."""
        ...

    def confirm(self, email: str, code: str) -> None:
        """Confirm an address; doing so again changes nothing.

        Raises:
            WrongCode: another code, or one too old.
        """
        ...

    def with_password(self, email: str, password: str) -> Tokens:
        """Sign in.

        Raises:
            WrongCredentials, NotConfirmed, FurtherStepNeeded: no tokens.
        """
        ...

    def with_refresh_token(self, refresh_token: str) -> Tokens:
        """New tokens for an old session, a new refresh token among them: each serves once, but for a short grace.

        Raises:
            SignedOut: the session is over, or the token was used before.
        """
        ...

    def revoke(self, refresh_token: str) -> None:
        """End a session; a token that is not one changes nothing."""
        ...

    def send_reset_code(self, email: str) -> None:
        """Send a code with which a forgotten password can be replaced, where the address is known."""
        ...

    def reset_password(self, email: str, code: str, password: str) -> None:
        """Replace a forgotten password.

        Raises:
            WrongCode, WeakPassword: the old one stays.
        """
        ...
