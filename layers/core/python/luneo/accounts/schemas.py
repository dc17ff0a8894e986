"""What the sign-in endpoints take and give."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from luneo.brands.schemas import BrandName
from luneo.schema import Body, Locale, View

_ADDRESS = r"^[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.][^@\s\x00-\x1f]*\.[^@\s\x00-\x1f.]+$"

Email = Annotated[str, StringConstraints(pattern=_ADDRESS, max_length=254), AfterValidator(str.lower)]
# A password's own spaces count; its strength is the user pool's business.
Password = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=1, max_length=256),
    Field(repr=False, json_schema_extra={"format": "password"}),
]
Code = Annotated[str, Field(min_length=1, max_length=64, description="The code that was sent by e-mail.")]
RefreshToken = Annotated[str, Field(min_length=1, max_length=4096, repr=False)]


class Registration(Body):
    """A person who starts a brand."""

    email: Email
    password: Password
    brand_name: BrandName
    locale: Locale = "en"


class Confirmation(Body):
    """Proof that the address is read by who registered it."""

    email: Email
    code: Code


class Credentials(Body):
    """An address and its password."""

    email: Email
    password: Password


class Session(Body):
    """A session, by its refresh token."""

    refresh_token: RefreshToken


class ForgottenPassword(Body):
    """The address whose password is forgotten."""

    email: Email


class PasswordReset(Body):
    """A new password, with the code that was sent."""

    email: Email
    code: Code
    password: Password


class RegistrationView(View):
    """A brand that waits for its owner's address to be confirmed."""

    tenant_id: str
    user_id: str
    email: str
    next: str = Field(description="What to call next.", examples=["POST /api/auth/confirm"])


class TokensView(View):
    """A sign-in's tokens; send the access token as `Authorization: Bearer …`."""

    access_token: str
    id_token: str | None = None
    refresh_token: str = Field(description="Serves once: each refresh gives the next one.")
    expires_in: int = Field(description="Seconds until the access token expires.")
    token_type: str
