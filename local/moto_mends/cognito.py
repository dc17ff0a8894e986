# ruff: noqa: SLF001  # a mend reaches into what it mends
"""Cognito: people prove what they say they are, and what they signed out of stays shut.

What moto 5.2.5 does, and the mend:

- Any code confirms a sign-up, and any code not made by moto resets a password: a six-digit code is made for
  each purpose, handed to the settings' ``deliver_code`` and checked (``CodeMismatchException``,
  ``ExpiredCodeException`` after the life AWS gives it).
- A code resets a password to anything: the pool's policy is checked.
- ``ResendConfirmationCode`` and ``RevokeToken`` are missing: they are here.
- Calls without a signature go to us-east-1: they go to the region of their client or token.
- An unknown user is named as such: with ``PreventUserExistenceErrors`` the answer is that of a wrong password.
- A refresh token serves any client of the pool: it serves its own.
- ``CaseSensitive: false`` is ignored: Ada@ and ada@ are one user then.
- With e-mail addresses as user names, a sign-out by user id (which is what tokens carry) revokes nothing.

Tokens and the trigger that shapes them are in :mod:`local.moto_mends.cognito_tokens`, refresh tokens that serve once in
:mod:`local.moto_mends.cognito_rotation`.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import (
    CodeMismatchException,
    ExpiredCodeException,
    InvalidParameterException,
    NotAuthorizedError,
    ResourceNotFoundError,
    UserNotFoundError,
)
from moto.cognitoidp.models import (
    CognitoIdpBackend,
    CognitoIdpUserPool,
    UserStatus,
    cognitoidp_backends,
    find_account_region_by_value,
)
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

from local.moto_mends import cognito_rotation, cognito_tokens
from local.moto_mends.settings import CodePurpose, current

_SIGN_UP_LIFE_SECONDS = 24 * 3600
_RESET_LIFE_SECONDS = 3600

_sign_up = CognitoIdpBackend.sign_up
_initiate_auth = CognitoIdpBackend.initiate_auth
_forgot_password = CognitoIdpBackend.forgot_password
_get_user = CognitoIdpUserPool._get_user


@dataclass(frozen=True, slots=True)
class _Code:
    digits: str
    valid_until: float


def _issue(pool: Any, user: Any, purpose: CodePurpose) -> None:
    """Give the user a new code, which voids the last one for the same end, and have it delivered."""
    reset = purpose == "forgot-password"
    life = _RESET_LIFE_SECONDS if reset else _SIGN_UP_LIFE_SECONDS
    code = _Code(f"{secrets.randbelow(1_000_000):06}", time.time() + life)
    setattr(user, "reset_code" if reset else "sign_up_code", code)
    if current.settings.deliver_code is not None:
        email = user.attribute_lookup.get("email", "")
        current.settings.deliver_code(pool.id, user.username, email, code.digits, purpose)


def _check(code: _Code | None, given: str) -> None:
    if code is None or code.valid_until < time.time():
        raise ExpiredCodeException("Invalid code provided, please request a code again.")
    if not secrets.compare_digest(code.digits.encode(), given.encode()):
        raise CodeMismatchException("Invalid verification code provided, please try again.")


def _pool_of(backend: Any, client_id: str) -> Any:
    for pool in backend.user_pools.values():
        if client_id in pool.clients:
            return pool
    raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")


def _existing_user(backend: Any, client_id: str, username: str) -> tuple[Any, Any]:
    pool = _pool_of(backend, client_id)
    user = pool._get_user(username)
    if user is None:
        raise UserNotFoundError("User does not exist.")
    return pool, user


# Signing up


def _sign_up_with_code(backend: Any, client_id: str, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
    user, delivery = _sign_up(backend, client_id, *args, **kwargs)
    pool = _pool_of(backend, client_id)
    if pool.extended_config.get("AutoVerifiedAttributes"):
        _issue(pool, user, "sign-up")
    return user, delivery


def _confirm_sign_up(backend: Any, client_id: str, username: str, code: str) -> str:
    pool, user = _existing_user(backend, client_id, username)
    if user.status is UserStatus.CONFIRMED:
        raise NotAuthorizedError("User cannot be confirmed. Current status is CONFIRMED")
    _check(getattr(user, "sign_up_code", None), code)
    user.status = UserStatus.CONFIRMED
    user.sign_up_code = None
    if "email" in (pool.extended_config.get("AutoVerifiedAttributes") or []):
        user.update_attributes([{"Name": "email_verified", "Value": "true"}])
    return ""


def _confirm_sign_up_action(response: Any) -> Any:
    _confirm_sign_up(
        response.backend,
        response._get_param("ClientId"),
        response._get_param("Username"),
        response._get_param("ConfirmationCode"),
    )
    return EmptyResult()


def _resend_confirmation_code_action(response: Any) -> Any:
    backend, username = response.backend, response._get_param("Username")
    pool, user = _existing_user(backend, response._get_param("ClientId"), username)
    if user.status is UserStatus.CONFIRMED:
        raise InvalidParameterException("User is already confirmed.")
    _issue(pool, user, "resend")
    settings = pool.extended_config.get("AccountRecoverySetting")
    return ActionResult({"CodeDeliveryDetails": backend._get_code_delivery_details(settings, user, username)})


# Forgotten passwords


def _forgot_password_with_code(backend: Any, client_id: str, username: str) -> tuple[None, Any]:
    """Without moto's header that gives the code away."""
    pool = _pool_of(backend, client_id)
    user = pool._get_user(username)
    if user is None and not _hides_existence(pool, client_id):
        raise UserNotFoundError("Username/client id combination not found.")
    _, delivery = _forgot_password(backend, client_id, username)
    if user is not None:
        _issue(pool, user, "forgot-password")
    return None, delivery


def _forgot_password_action(response: Any) -> Any:
    _, delivery = response.backend.forgot_password(response._get_param("ClientId"), response._get_param("Username"))
    return ActionResult(delivery)


def _confirm_forgot_password(backend: Any, client_id: str, username: str, password: str, code: str) -> None:
    pool = _pool_of(backend, client_id)
    user = pool._get_user(username)
    if user is None:
        raise ExpiredCodeException("Invalid code provided, please request a code again.")
    _check(getattr(user, "reset_code", None), code)
    backend._validate_password(pool.id, password)
    user.password = password
    user.reset_code = None
    if user.status is UserStatus.RESET_REQUIRED:
        user.status = UserStatus.CONFIRMED


# Signing in and out


def _hides_existence(pool: Any, client_id: str) -> bool:
    return bool(pool.clients[client_id].extended_config.get("PreventUserExistenceErrors") == "ENABLED")


def _initiate_auth_quietly(backend: Any, client_id: str, auth_flow: str, auth_parameters: dict[str, str]) -> Any:
    if auth_flow.startswith("REFRESH_TOKEN"):
        pool = _pool_of(backend, client_id)
        cognito_rotation.refuse_flow(pool.clients[client_id])
        owner = pool.refresh_tokens.get(auth_parameters.get("REFRESH_TOKEN"))
        if owner is not None and owner[0] != client_id:
            raise NotAuthorizedError("Invalid Refresh Token")
    try:
        return _initiate_auth(backend, client_id, auth_flow, auth_parameters)
    except UserNotFoundError:
        if _hides_existence(_pool_of(backend, client_id), client_id):
            raise NotAuthorizedError("Incorrect username or password.") from None
        raise


def _get_user_in_any_case(pool: Any, username: str) -> Any:
    user = _get_user(pool, username)
    if user is None and pool.extended_config.get("UsernameConfiguration", {}).get("CaseSensitive") is False:
        names = (name for name in (*pool.users, *_e_mail_addresses(pool)) if name.lower() == username.lower())
        user = next((found for name in names if (found := _get_user(pool, name))), None)
    return user


def _e_mail_addresses(pool: Any) -> list[str]:
    return [user.attribute_lookup.get("email", "") for user in pool.users.values()]


def _sign_out_user(pool: Any, username: str) -> None:
    """Void the user's refresh and access tokens, whichever of their names each was given out under."""
    user = pool._get_user(username)
    for token, owner in list(pool.refresh_tokens.items()):
        if owner is not None and pool._get_user(owner[1]) is user:
            pool.refresh_tokens[token] = None
    for token, (_, owner_name) in list(pool.access_tokens.items()):
        if pool._get_user(owner_name) is user:
            del pool.access_tokens[token]


def _revoke_token_action(response: Any) -> Any:
    """``RevokeToken``: void one refresh token and the access tokens that were made from it."""
    pool = _pool_of(response.backend, response._get_param("ClientId"))
    token = response._get_param("Token")
    owner = pool.refresh_tokens.get(token)
    if owner is not None:
        pool.refresh_tokens[token] = None
        cognito_tokens.void_access_tokens(pool, origin_jti=owner[2])
    return EmptyResult()


def _regional_backend(response: Any) -> Any:
    account, region = response.current_account, response.region
    for key, name in (("client_id", "ClientId"), ("access_token", "AccessToken")):
        value = response._get_param(name)
        if value:
            account, region = find_account_region_by_value(key, value, fallback=(account, region))
            break
    return cognitoidp_backends[account][region]


def install() -> None:
    """Put the mends in place."""
    CognitoIdpBackend.sign_up = _sign_up_with_code
    CognitoIdpBackend.initiate_auth = _initiate_auth_quietly
    CognitoIdpBackend.forgot_password = _forgot_password_with_code
    CognitoIdpBackend.confirm_forgot_password = _confirm_forgot_password
    CognitoIdpUserPool.sign_out = _sign_out_user
    CognitoIdpUserPool._get_user = _get_user_in_any_case
    CognitoIdpResponse.backend = property(_regional_backend)
    CognitoIdpResponse.confirm_sign_up = _confirm_sign_up_action
    CognitoIdpResponse.resend_confirmation_code = _resend_confirmation_code_action
    CognitoIdpResponse.forgot_password = _forgot_password_action
    CognitoIdpResponse.revoke_token = _revoke_token_action
    cognito_tokens.install()
    cognito_rotation.install()
