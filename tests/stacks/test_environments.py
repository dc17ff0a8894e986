import pytest

from luneo.settings import Stage
from stacks.environments import ENVIRONMENTS, InvalidEnvironment, environment


def test_every_stage_has_an_environment():
    assert set(ENVIRONMENTS) == set(Stage)


def test_without_a_stage_the_laptop_is_meant():
    assert environment({}).stage is Stage.LOCAL


def test_prod_refuses_the_offline_provider():
    with pytest.raises(InvalidEnvironment, match="must not run in prod"):
        environment({"stage": "prod", "image_provider": "offline"})


def test_prod_refuses_the_test_signer():
    with pytest.raises(InvalidEnvironment, match="must not sign in prod"):
        environment({"stage": "prod", "signer": "test"})


def test_where_pictures_are_real_they_are_signed_by_a_certificate():
    real = [it for it in ENVIRONMENTS.values() if it.image_provider != "offline"]
    assert {it.signer for it in real} == {"certificate"}


@pytest.mark.parametrize("stage", ["dev", "staging"])
def test_the_other_stages_may_use_the_offline_provider(stage):
    assert environment({"stage": stage, "image_provider": "offline"}).image_provider == "offline"


@pytest.mark.parametrize(
    ("context", "says"),
    [
        ({"stage": "production"}, "one of: local, dev, staging, prod"),
        ({"stage": "dev", "image_provider": "dall-e"}, "no image provider 'dall-e'"),
        ({"stage": "dev", "signer": "anybody"}, "no signer 'anybody'"),
        ({"stage": "dev", "assets": "docker"}, "one of: build, source"),
        ({"stage": "prod", "domain": "shop.example"}, "certificate_arn"),
    ],
)
def test_a_wrong_context_is_refused_with_what_would_be_right(context, says):
    with pytest.raises(InvalidEnvironment) as refused:
        environment(context)
    assert says in refused.value.detail


def test_only_prod_keeps_data_and_only_local_reads_sources():
    assert [it.stage for it in ENVIRONMENTS.values() if it.keep_data] == [Stage.PROD]
    assert [it.stage for it in ENVIRONMENTS.values() if not it.build_assets] == [Stage.LOCAL]


def test_a_domain_gives_the_api_an_origin_name_of_its_own():
    context = {"domain": "luneo.example", "certificate_arn": "arn:a", "origin_certificate_arn": "arn:b"}
    assert environment({"stage": "prod", **context}).domain.origin_name == "origin.luneo.example"
