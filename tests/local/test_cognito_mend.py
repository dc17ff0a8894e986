"""Signing up, in and out, and the tokens, against the Cognito developer guide."""

import jwt
import pytest
import requests
from botocore.exceptions import ClientError

from local.moto_mends import cognito
from tests.local.conftest import REGION, Aws

EMAIL, PASSWORD = "ada@example.test", "Correct-horse-7"


@pytest.fixture
def idp(aws: Aws):
    return aws.client("cognito-idp")


@pytest.fixture
def pool(idp):
    return make_pool(idp)


@pytest.fixture
def client(idp, pool):
    return make_client(idp, pool)


def make_pool(idp, **more):
    config = {
        "UsernameAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
        "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireSymbols": True}},
    }
    return idp.create_user_pool(PoolName="members", **(config | more))["UserPool"]["Id"]


def make_client(idp, pool, **more):
    flows = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}
    created = idp.create_user_pool_client(UserPoolId=pool, ClientName="dashboard", **(flows | more))
    return created["UserPoolClient"]["ClientId"]


def sign_up(idp, client):
    return idp.sign_up(
        ClientId=client,
        Username=EMAIL,
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": EMAIL}],
    )


def sign_in(idp, client, email=EMAIL, password=PASSWORD):
    return idp.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )["AuthenticationResult"]


def refresh(idp, client, token):
    return idp.initiate_auth(ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token})[
        "AuthenticationResult"
    ]


def member(aws: Aws, idp, client):
    """A confirmed user's user id."""
    sub = sign_up(idp, client)["UserSub"]
    idp.confirm_sign_up(ClientId=client, Username=EMAIL, ConfirmationCode=aws.codes[-1][3])
    return sub


def refused(code):
    return pytest.raises(ClientError, match=rf"\({code}\)")


def verified(pool, token, **options):
    """The claims, after the signature was checked against the pool's published keys."""
    issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{pool}"
    keys = jwt.PyJWKSet.from_dict(requests.get(f"{issuer}/.well-known/jwks.json", timeout=5).json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, options={"require": ["exp", "iss"]}, **options)


# Signing up


def test_the_code_of_a_sign_up_is_delivered_and_confirms_it(aws: Aws, idp, pool, client):
    sub = sign_up(idp, client)["UserSub"]
    (delivered,) = aws.codes
    pool_id, username, email, code, purpose = delivered
    assert (pool_id, username, email, purpose) == (pool, sub, EMAIL, "sign-up")
    assert (len(code), code.isdigit()) == (6, True)
    idp.confirm_sign_up(ClientId=client, Username=EMAIL, ConfirmationCode=code)
    user = idp.admin_get_user(UserPoolId=pool, Username=EMAIL)
    assert user["UserStatus"] == "CONFIRMED"
    assert {"Name": "email_verified", "Value": "true"} in user["UserAttributes"]


def test_a_wrong_code_confirms_nothing(aws: Aws, idp, client):
    sign_up(idp, client)
    wrong = f"{(int(aws.codes[0][3]) + 1) % 1_000_000:06}"
    with refused("CodeMismatchException"):
        idp.confirm_sign_up(ClientId=client, Username=EMAIL, ConfirmationCode=wrong)
    with refused("UserNotConfirmedException"):
        sign_in(idp, client)


def test_a_resent_code_replaces_the_first(aws: Aws, idp, client):
    sign_up(idp, client)
    idp.resend_confirmation_code(ClientId=client, Username=EMAIL)
    first, second = (code[3] for code in aws.codes)
    assert aws.codes[1][4] == "resend"
    if first != second:
        with refused("CodeMismatchException"):
            idp.confirm_sign_up(ClientId=client, Username=EMAIL, ConfirmationCode=first)
    idp.confirm_sign_up(ClientId=client, Username=EMAIL, ConfirmationCode=second)


def test_a_code_is_good_for_a_day(aws: Aws, idp, client, monkeypatch):
    sign_up(idp, client)
    now = cognito.time.time()
    monkeypatch.setattr(cognito.time, "time", lambda: now + 24 * 3600 + 1)
    with refused("ExpiredCodeException"):
        idp.confirm_sign_up(ClientId=client, Username=EMAIL, ConfirmationCode=aws.codes[0][3])


def test_a_confirmed_user_is_not_confirmed_again(aws: Aws, idp, client):
    member(aws, idp, client)
    with refused("NotAuthorizedException"):
        idp.confirm_sign_up(ClientId=client, Username=EMAIL, ConfirmationCode=aws.codes[0][3])


def test_an_address_signs_up_once(idp, client):
    sign_up(idp, client)
    with refused("UsernameExistsException"):
        sign_up(idp, client)


def test_a_pool_that_ignores_case_knows_an_address_in_any(aws: Aws, idp):
    client = make_client(idp, make_pool(idp, UsernameConfiguration={"CaseSensitive": False}))
    member(aws, idp, client)
    assert sign_in(idp, client, email=EMAIL.upper())["AccessToken"]
    with refused("UsernameExistsException"):
        idp.sign_up(ClientId=client, Username=EMAIL.title(), Password=PASSWORD)


@pytest.mark.parametrize("password", ["Short-7", "no-capitals-at-7", "No-digits-at-all", "NoSymbolsAtAll77"])
def test_a_password_below_the_policy_is_refused(idp, client, password):
    with refused("InvalidPasswordException"):
        idp.sign_up(ClientId=client, Username=EMAIL, Password=password)


# Signing in


def test_a_wrong_password_is_refused(aws: Aws, idp, client):
    member(aws, idp, client)
    with refused("NotAuthorizedException"):
        sign_in(idp, client, password="Wrong-horse-77")


@pytest.mark.parametrize(
    ("setting", "code"), [("ENABLED", "NotAuthorizedException"), ("LEGACY", "UserNotFoundException")]
)
def test_an_unknown_address_is_told_only_where_the_client_says_so(idp, pool, setting, code):
    client = make_client(idp, pool, PreventUserExistenceErrors=setting)
    with refused(code):
        sign_in(idp, client, email="nobody@example.test")


def test_tokens_verify_against_the_pools_published_keys(aws: Aws, idp, pool, client):
    sub = member(aws, idp, client)
    tokens = sign_in(idp, client)
    access = verified(pool, tokens["AccessToken"])
    assert (access["token_use"], access["client_id"], access["sub"]) == ("access", client, sub)
    assert access["username"] == sub
    assert access["exp"] - access["iat"] == tokens["ExpiresIn"] == 3600
    identity = verified(pool, tokens["IdToken"], audience=client)
    assert (identity["token_use"], identity["email"], identity["email_verified"]) == ("id", EMAIL, True)


def test_a_tampered_token_does_not_verify(aws: Aws, idp, pool, client):
    member(aws, idp, client)
    head, body, signature = sign_in(idp, client)["AccessToken"].split(".")
    forged = ("A" if signature[0] != "A" else "B") + signature[1:]
    with pytest.raises(jwt.InvalidSignatureError):
        verified(pool, f"{head}.{body}.{forged}")


def test_a_clients_token_lives_count(aws: Aws, idp, pool):
    client = make_client(
        idp,
        pool,
        AccessTokenValidity=15,
        IdTokenValidity=2,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "hours"},
    )
    member(aws, idp, client)
    tokens = sign_in(idp, client)
    access, identity = verified(pool, tokens["AccessToken"]), verified(pool, tokens["IdToken"], audience=client)
    assert access["exp"] - access["iat"] == 15 * 60
    assert identity["exp"] - identity["iat"] == 2 * 3600


# Staying signed in, and leaving


def test_a_refresh_token_gives_new_tokens_of_the_same_sign_in(aws: Aws, idp, pool, client):
    member(aws, idp, client)
    first = sign_in(idp, client)
    second = refresh(idp, client, first["RefreshToken"])
    old, new = verified(pool, first["AccessToken"]), verified(pool, second["AccessToken"])
    assert "RefreshToken" not in second
    assert old["jti"] != new["jti"]
    assert (old["origin_jti"], old["auth_time"]) == (new["origin_jti"], new["auth_time"])


def test_a_refresh_token_serves_only_its_own_client(aws: Aws, idp, pool, client):
    member(aws, idp, client)
    token = sign_in(idp, client)["RefreshToken"]
    with refused("NotAuthorizedException"):
        refresh(idp, make_client(idp, pool), token)


def test_a_refresh_token_ends_with_its_time(aws: Aws, idp, pool, monkeypatch):
    client = make_client(idp, pool, RefreshTokenValidity=1)
    member(aws, idp, client)
    token = sign_in(idp, client)["RefreshToken"]
    now = cognito.time.time()
    monkeypatch.setattr(cognito.time, "time", lambda: now + 86400 + 1)
    with refused("NotAuthorizedException"):
        refresh(idp, client, token)


def test_a_disabled_user_is_not_refreshed(aws: Aws, idp, pool, client):
    member(aws, idp, client)
    token = sign_in(idp, client)["RefreshToken"]
    idp.admin_disable_user(UserPoolId=pool, Username=EMAIL)
    with refused("NotAuthorizedException"):
        refresh(idp, client, token)


def test_a_global_sign_out_ends_every_session(aws: Aws, idp, client):
    member(aws, idp, client)
    here, there = sign_in(idp, client), sign_in(idp, client)
    idp.global_sign_out(AccessToken=here["AccessToken"])
    for session in (here, there):
        with refused("NotAuthorizedException"):
            refresh(idp, client, session["RefreshToken"])
        with refused("NotAuthorizedException"):
            idp.get_user(AccessToken=session["AccessToken"])


def test_an_administrator_signs_a_user_out_by_user_id(aws: Aws, idp, pool, client):
    sub = member(aws, idp, client)
    token = sign_in(idp, client)["RefreshToken"]
    idp.admin_user_global_sign_out(UserPoolId=pool, Username=sub)
    with refused("NotAuthorizedException"):
        refresh(idp, client, token)


def test_revoking_a_token_ends_that_session_only(aws: Aws, idp, client):
    member(aws, idp, client)
    here, there = sign_in(idp, client), sign_in(idp, client)
    idp.revoke_token(ClientId=client, Token=here["RefreshToken"])
    with refused("NotAuthorizedException"):
        refresh(idp, client, here["RefreshToken"])
    with refused("NotAuthorizedException"):
        idp.get_user(AccessToken=here["AccessToken"])
    assert refresh(idp, client, there["RefreshToken"])["AccessToken"]


# Refresh tokens that serve once


@pytest.fixture
def rotating(idp, pool):
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 30}
    return make_client(idp, pool, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], RefreshTokenRotation=rotation)


def rotate(idp, client, token):
    return idp.get_tokens_from_refresh_token(ClientId=client, RefreshToken=token)["AuthenticationResult"]


def later(monkeypatch, seconds):
    now = cognito.time.time()
    monkeypatch.setattr(cognito.time, "time", lambda: now + seconds)


def test_each_refresh_gives_the_next_refresh_token_of_the_same_sign_in(aws: Aws, idp, pool, rotating):
    member(aws, idp, rotating)
    first = sign_in(idp, rotating)
    second = rotate(idp, rotating, first["RefreshToken"])
    third = rotate(idp, rotating, second["RefreshToken"])
    assert len({session["RefreshToken"] for session in (first, second, third)}) == 3
    origins = {verified(pool, session["AccessToken"])["origin_jti"] for session in (first, second, third)}
    assert len(origins) == 1


def test_a_used_refresh_token_may_be_tried_again_within_the_grace_only(aws: Aws, idp, rotating, monkeypatch):
    member(aws, idp, rotating)
    token = sign_in(idp, rotating)["RefreshToken"]
    successor = rotate(idp, rotating, token)["RefreshToken"]
    later(monkeypatch, 29)
    assert rotate(idp, rotating, token)["RefreshToken"]
    later(monkeypatch, 31)
    with refused("RefreshTokenReuseException"):
        rotate(idp, rotating, token)
    assert rotate(idp, rotating, successor)["AccessToken"]


def test_rotation_does_not_lengthen_a_sign_in(aws: Aws, idp, pool, monkeypatch):
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    client = make_client(idp, pool, RefreshTokenRotation=rotation, RefreshTokenValidity=1)
    member(aws, idp, client)
    successor = rotate(idp, client, sign_in(idp, client)["RefreshToken"])["RefreshToken"]
    later(monkeypatch, 86400 + 1)
    with refused("NotAuthorizedException"):
        rotate(idp, client, successor)


def test_a_client_without_rotation_keeps_its_refresh_token(aws: Aws, idp, client):
    member(aws, idp, client)
    assert "RefreshToken" not in rotate(idp, client, sign_in(idp, client)["RefreshToken"])


@pytest.mark.parametrize("token", ["no such token", None])
def test_a_token_that_is_not_this_clients_is_refused(aws: Aws, idp, client, rotating, token):
    member(aws, idp, client)
    with refused("NotAuthorizedException"):
        rotate(idp, rotating, token or sign_in(idp, client)["RefreshToken"])


def test_a_rotating_client_cannot_refresh_the_old_way(aws: Aws, idp, rotating):
    member(aws, idp, rotating)
    with refused("InvalidParameterException"):
        refresh(idp, rotating, sign_in(idp, rotating)["RefreshToken"])


# Forgotten passwords


def test_a_forgotten_password_is_replaced_with_the_delivered_code(aws: Aws, idp, client):
    member(aws, idp, client)
    answer = idp.forgot_password(ClientId=client, Username=EMAIL)
    assert "x-moto-forgot-password-confirmation-code" not in answer["ResponseMetadata"]["HTTPHeaders"]
    *_, code, purpose = aws.codes[-1]
    assert purpose == "forgot-password"
    reset(idp, client, code, "New-horse-777")
    assert sign_in(idp, client, password="New-horse-777")["AccessToken"]
    with refused("ExpiredCodeException"):
        reset(idp, client, code, "Other-horse-777")


def reset(idp, client, code, password):
    idp.confirm_forgot_password(ClientId=client, Username=EMAIL, ConfirmationCode=code, Password=password)


def test_a_wrong_code_resets_no_password(aws: Aws, idp, client):
    member(aws, idp, client)
    idp.forgot_password(ClientId=client, Username=EMAIL)
    wrong = f"{(int(aws.codes[-1][3]) + 1) % 1_000_000:06}"
    with refused("CodeMismatchException"):
        reset(idp, client, wrong, "New-horse-777")
    assert sign_in(idp, client)["AccessToken"]


def test_a_code_resets_no_password_to_one_below_the_policy(aws: Aws, idp, client):
    member(aws, idp, client)
    idp.forgot_password(ClientId=client, Username=EMAIL)
    with refused("InvalidPasswordException"):
        reset(idp, client, aws.codes[-1][3], "short")


def test_an_unknown_address_gets_no_code_and_no_telling_answer(aws: Aws, idp, pool):
    client = make_client(idp, pool, PreventUserExistenceErrors="ENABLED")
    answer = idp.forgot_password(ClientId=client, Username="nobody@example.test")
    assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert aws.codes == []


# The trigger


def with_trigger(aws: Aws, idp, body):
    arn = aws.function("claims", body)
    config = {"PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": arn}}
    pool = make_pool(idp, LambdaConfig=config)
    client = make_client(idp, pool)
    sub = member(aws, idp, client)
    idp.create_group(UserPoolId=pool, GroupName="editors")
    idp.admin_add_user_to_group(UserPoolId=pool, Username=EMAIL, GroupName="editors")
    return pool, client, sub


def test_the_trigger_adds_claims_and_groups_to_the_access_token(aws: Aws, idp):
    asked = []

    def claims(event):
        asked.append(event)
        generation = {
            "claimsToAddOrOverride": {"tenant": "acme", "roles": ["owner"], "sub": "forged", "exp": 1},
            "scopesToAdd": ["luneo/designs"],
        }
        details = {
            "accessTokenGeneration": generation,
            "idTokenGeneration": {"claimsToAddOrOverride": {"theme": "dark"}, "claimsToSuppress": ["email"]},
            "groupOverrideDetails": {"groupsToOverride": ["owners"]},
        }
        return event | {"response": {"claimsAndScopeOverrideDetails": details}}

    pool, client, sub = with_trigger(aws, idp, claims)
    tokens = sign_in(idp, client)
    access, identity = verified(pool, tokens["AccessToken"]), verified(pool, tokens["IdToken"], audience=client)
    assert (access["tenant"], access["roles"], access["cognito:groups"]) == ("acme", ["owner"], ["owners"])
    assert access["scope"] == "aws.cognito.signin.user.admin luneo/designs"
    assert access["sub"] == sub
    assert access["exp"] > access["iat"]
    assert (identity["theme"], "email" in identity, "tenant" in identity) == ("dark", False, False)
    (event,) = asked
    assert (event["version"], event["triggerSource"]) == ("2", "TokenGeneration_Authentication")
    assert (event["userPoolId"], event["callerContext"]["clientId"]) == (pool, client)
    assert event["userName"] == sub
    assert event["request"]["groupConfiguration"]["groupsToOverride"] == ["editors"]
    assert event["request"]["userAttributes"]["email"] == EMAIL


def test_the_trigger_is_asked_again_at_each_refresh(aws: Aws, idp):
    asked = []

    def claims(event):
        asked.append(event["triggerSource"])
        generation = {"claimsToAddOrOverride": {"tenant": f"t{len(asked)}"}}
        return {"response": {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": generation}}}

    pool, client, _ = with_trigger(aws, idp, claims)
    refreshed = refresh(idp, client, sign_in(idp, client)["RefreshToken"])
    assert asked == ["TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"]
    assert verified(pool, refreshed["AccessToken"])["tenant"] == "t2"


def test_nobody_signs_in_past_a_failing_trigger(aws: Aws, idp):
    def claims(_event):
        raise RuntimeError("no tenant")

    _, client, _ = with_trigger(aws, idp, claims)
    with pytest.raises(ClientError, match="no tenant") as error:
        sign_in(idp, client)
    assert error.value.response["Error"]["Code"] == "UserLambdaValidationException"


def test_the_discovery_document_names_the_keys_address(idp, pool):
    issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{pool}"
    document = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).json()
    assert document["jwks_uri"].endswith(f"{pool}/.well-known/jwks.json")
