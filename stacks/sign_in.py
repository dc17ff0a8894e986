"""How members sign in: the app client's settings, in the names that CloudFormation and Cognito share."""

from typing import Any, Final

# How long a removed member or a lowered role may still act.
ACCESS_TOKEN_MINUTES: Final = 15
REFRESH_TOKEN_DAYS: Final = 30
# An answer lost on its way may be asked for again; after that a used refresh token is refused.
ROTATION_GRACE_SECONDS: Final = 30

CLIENT: Final[dict[str, Any]] = {
    "ClientName": "dashboard",
    "GenerateSecret": False,
    # With rotation there is one way to refresh, GetTokensFromRefreshToken, which needs no flow of its own.
    "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": ROTATION_GRACE_SECONDS},
    "EnableTokenRevocation": True,
    "PreventUserExistenceErrors": "ENABLED",
    "AccessTokenValidity": ACCESS_TOKEN_MINUTES,
    "IdTokenValidity": ACCESS_TOKEN_MINUTES,
    "RefreshTokenValidity": REFRESH_TOKEN_DAYS,
    "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
}
