"""Amazon Cognito as the port :class:`luneo.ports.sign_in.SignIn`: the flows that need no secret of ours."""

from collections.abc import Callable, Mapping
from typing import Any

from luneo import aws
from luneo.errors import DomainError, Fault
from luneo.ports.sign_in import (
    AddressTaken,
    FurtherStepNeeded,
    NotConfirmed,
    SignedOut,
    SignInBusy,
    SignInUnavailable,
    Tokens,
    WeakPassword,
    WrongCode,
    WrongCredentials,
)

PASSWORD_POINTER = "#/password"  # noqa: S105 - a JSON pointer, not a password
CODE_POINTER = "#/code"

Refusal = Callable[[str], DomainError]


def _weak(message: str) -> WeakPassword:
    reason = message.removeprefix("Password did not conform with policy:").strip() or message
    return WeakPassword(
        f"Choose a stronger password: {reason}.".replace("..", "."), faults=[Fault(PASSWORD_POINTER, reason)]
    )


def _wrong_code(_message: str) -> WrongCode:
    detail = "This code is wrong or too old. Use the newest e-mail, or ask for another code."
    return WrongCode(detail, faults=[Fault(CODE_POINTER, detail)])


def _wrong_credentials(_message: str) -> WrongCredentials:
    return WrongCredentials("Check the e-mail address and the password.")


def _signed_out(_message: str) -> SignedOut:
    return SignedOut("This session is over. Sign in again.")


def _busy(_message: str) -> SignInBusy:
    return SignInBusy("There were too many attempts. Wait a minute, then try again.", headers={"retry-after": "60"})


_CODES: dict[str, Refusal] = {
    "CodeMismatchException": _wrong_code,
    "ExpiredCodeException": _wrong_code,
    "UserNotFoundException": _wrong_code,
}
_PASSWORDS: dict[str, Refusal] = {
    "InvalidPasswordException": _weak,
    "PasswordHistoryPolicyViolationException": _weak,
}
_SESSIONS: dict[str, Refusal] = {
    "NotAuthorizedException": _signed_out,
    "UserNotFoundException": _signed_out,
    "RefreshTokenReuseException": _signed_out,
}
_CREDENTIALS: dict[str, Refusal] = {
    "NotAuthorizedException": _wrong_credentials,
    "UserNotFoundException": _wrong_credentials,
    "UserNotConfirmedException": lambda _: NotConfirmed("Enter the code from the e-mail that registering sent."),
    "PasswordResetRequiredException": lambda _: FurtherStepNeeded(
        "The password must be replaced: ask for a reset code.", challenge="PASSWORD_RESET"
    ),
}
_ANYWHERE: dict[str, Refusal] = {
    "TooManyRequestsException": _busy,
    "LimitExceededException": _busy,
    "TooManyFailedAttemptsException": _busy,
}


def issuer_of(pool_id: str) -> str:
    """Who a pool's tokens say issued them (their ``iss`` claim), wherever the pool really runs."""
    return f"https://cognito-idp.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"


def key_set_url(pool_id: str) -> str:
    """Where the public keys are that a pool's tokens are verified with."""
    override = aws.endpoint_override("cognito-idp")
    return f"{override}/{pool_id}/.well-known/jwks.json" if override else f"{issuer_of(pool_id)}/.well-known/jwks.json"


class CognitoSignIn:
    """Sign-in over one app client of a user pool, whose user names are e-mail addresses."""

    def __init__(self, pool_id: str, client_id: str) -> None:
        self._pool_id = pool_id
        self._client_id = client_id

    def sign_up(self, email: str, password: str) -> str:
        taken: Refusal = lambda _: AddressTaken("Somebody signed up with this address before.")  # noqa: E731
        refusals = _PASSWORDS | {"UsernameExistsException": taken}
        answer = self._call("sign_up", refusals, Username=email, Password=password)
        return str(answer["UserSub"])

    def subject_of(self, email: str) -> str:
        answer = _call("admin_get_user", {}, UserPoolId=self._pool_id, Username=email)
        return next(str(item["Value"]) for item in answer["UserAttributes"] if item["Name"] == "sub")

    def resend_code(self, email: str) -> None:
        self._call("resend_confirmation_code", _CODES, Username=email)

    def confirm(self, email: str, code: str) -> None:
        refusals = _CODES | {"NotAuthorizedException": _signed_out}
        try:
            self._call("confirm_sign_up", refusals, Username=email, ConfirmationCode=code)
        except SignedOut:
            return  # Cognito's way of saying that the address is confirmed already.

    def with_password(self, email: str, password: str) -> Tokens:
        parameters = {"USERNAME": email, "PASSWORD": password}
        answer = self._call("initiate_auth", _CREDENTIALS, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
        if challenge := answer.get("ChallengeName"):
            raise FurtherStepNeeded(f"Cognito asks for {challenge}.", challenge=challenge)
        return _tokens(answer)

    def with_refresh_token(self, refresh_token: str) -> Tokens:
        return _tokens(self._call("get_tokens_from_refresh_token", _SESSIONS, RefreshToken=refresh_token))

    def revoke(self, refresh_token: str) -> None:
        refusals = dict.fromkeys(("InvalidParameterException", "UnsupportedTokenTypeException"), _signed_out)
        try:
            self._call("revoke_token", refusals, Token=refresh_token)
        except SignedOut:
            return

    def send_reset_code(self, email: str) -> None:
        refusals = dict.fromkeys(("UserNotFoundException", "InvalidParameterException"), _wrong_code)
        try:
            self._call("forgot_password", refusals, Username=email)
        except WrongCode:
            return  # Unknown or unconfirmed: whoever asks is not told.

    def reset_password(self, email: str, code: str, password: str) -> None:
        refusals = _CODES | _PASSWORDS
        self._call("confirm_forgot_password", refusals, Username=email, ConfirmationCode=code, Password=password)

    def _call(self, operation: str, refusals: Mapping[str, Refusal], **arguments: Any) -> dict[str, Any]:
        return _call(operation, refusals, ClientId=self._client_id, **arguments)


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    result = answer["AuthenticationResult"]
    return Tokens(
        access_token=result["AccessToken"],
        expires_in=int(result["ExpiresIn"]),
        token_type=result["TokenType"],
        id_token=result.get("IdToken"),
        refresh_token=result["RefreshToken"],
    )


def _call(operation: str, refusals: Mapping[str, Refusal], **arguments: Any) -> dict[str, Any]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer: dict[str, Any] = getattr(aws.client("cognito-idp"), operation)(**arguments)
    except ClientError as error:
        known = _ANYWHERE | dict(refusals)
        refusal = known.get(error.response["Error"]["Code"])
        if refusal is None:
            raise
        raise refusal(error.response["Error"].get("Message", "")) from None
    except BotoCoreError as error:
        raise SignInUnavailable("Signing in does not answer at the moment. Try again in a minute.") from error
    return answer
