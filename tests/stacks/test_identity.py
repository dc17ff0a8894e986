from luneo.workflow.subscriber import PoolTrigger, Subscription


def test_members_sign_in_by_e_mail_with_a_strong_password_and_optional_second_factor(prod):
    pool = pool_of(prod)
    assert pool["UsernameAttributes"] == ["email"]
    assert pool["MfaConfiguration"] == "OPTIONAL"
    policy = pool["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 12
    assert all(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))


def pool_of(assembly):
    (pool,) = assembly.of("AWS::Cognito::UserPool")
    return pool.properties


def test_tokens_can_be_revoked_and_access_ends_soon(prod):
    (client,) = prod.of("AWS::Cognito::UserPoolClient")
    assert client.properties["EnableTokenRevocation"]
    assert client.properties["AccessTokenValidity"] <= 15
    assert client.properties["TokenValidityUnits"]["AccessToken"] == "minutes"
    assert client.properties["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH"]
    assert client.properties["PreventUserExistenceErrors"] == "ENABLED"


def test_a_refresh_token_serves_once_but_for_a_short_grace(prod):
    (client,) = prod.of("AWS::Cognito::UserPoolClient")
    rotation = client.properties["RefreshTokenRotation"]
    assert rotation["Feature"] == "ENABLED"
    assert 0 < rotation["RetryGracePeriodSeconds"] <= 60  # Cognito's own bound
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client.properties["ExplicitAuthFlows"]


def test_every_declared_trigger_is_called_by_the_pool(prod, whole):
    triggers = {it.source.name: it.function for it in whole.of(Subscription) if isinstance(it.source, PoolTrigger)}
    config = prod.text(pool_of(prod)["LambdaConfig"])
    assert set(config) == set(triggers)
    function = triggers["PreTokenGenerationConfig"].logical_name
    assert config["PreTokenGenerationConfig"] == {"LambdaArn": f"<{function}.Arn>", "LambdaVersion": "V2_0"}
    permission = prod.text(prod.named("PreTokenGenerationConfigPermission").properties)
    assert permission["Principal"] == "cognito-idp.amazonaws.com"
    assert permission["SourceArn"] == "<Members.Arn>"


def test_prod_watches_for_stolen_passwords_and_dev_does_not_pay_for_it(prod, dev):
    assert pool_of(prod)["UserPoolAddOns"] == {"AdvancedSecurityMode": "ENFORCED"}
    assert pool_of(prod)["UserPoolTier"] == "PLUS"
    assert "UserPoolAddOns" not in pool_of(dev)
