import pytest

from functions.auth.confirm import handler as confirm
from functions.auth.login import handler as login
from functions.auth.register import handler as register
from luneo.accounts.models import User
from luneo.accounts.repository import UserDirectory
from luneo.brands.models import Brand
from luneo.credits.ledger import FIRST_GRANT_CREDITS, Ledger
from luneo.identity.caller import TenantContext
from tests.events import http_event
from tests.stack import Stack

OWNER = {"email": "Owner@Shop.example", "password": "Moonlit-Harbour-9", "brand_name": "Atelier Nuit", "locale": "fr"}


def rows(cloud: Stack, tenant_id: str) -> tuple[list, list]:
    with cloud.everything():
        return list(Brand.query(f"TENANT#{tenant_id}")), list(User.query(f"TENANT#{tenant_id}"))


def test_registering_opens_a_brand_with_its_owner(cloud: Stack):
    answer = cloud.call(register, http_event(register, body=OWNER))

    assert answer.status == 201
    assert answer.json["email"] == "owner@shop.example"
    brands, users = rows(cloud, answer.json["tenant_id"])
    assert [(brand.name, brand.locale) for brand in brands] == [("Atelier Nuit", "fr")]
    assert [(user.row, user.role) for user in users] == [(answer.json["user_id"], "owner")]


def test_a_new_brand_starts_with_credits(cloud: Stack):
    answer = cloud.call(register, http_event(register, body=OWNER))

    with cloud.everything():
        balance = Ledger(TenantContext(answer.json["tenant_id"])).balance()
    assert balance.granted == balance.available == FIRST_GRANT_CREDITS


def test_a_code_is_sent_to_the_address(cloud: Stack):
    cloud.call(register, http_event(register, body=OWNER))

    assert len(cloud.codes["owner@shop.example"]) == 6


def test_registering_again_before_confirming_changes_nothing_and_sends_a_new_code(cloud: Stack):
    first = cloud.call(register, http_event(register, body=OWNER))
    cloud.codes.clear()

    second = cloud.call(register, http_event(register, body=OWNER | {"brand_name": "Another"}))

    assert second.json == first.json
    assert "owner@shop.example" in cloud.codes


def test_registering_again_completes_what_a_crash_interrupted(cloud: Stack, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr("luneo.accounts.repository.BrandOpening.open", lambda *_: 1 / 0)
        assert cloud.call(register, http_event(register, body=OWNER)).status == 500

    answer = cloud.call(register, http_event(register, body=OWNER))

    assert answer.status == 201
    brands, users = rows(cloud, answer.json["tenant_id"])
    assert (len(brands), len(users)) == (1, 1)


def test_a_crash_after_confirming_is_completed_too(cloud: Stack, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr("luneo.accounts.repository.BrandOpening.open", lambda *_: 1 / 0)
        cloud.call(register, http_event(register, body=OWNER))
    code = cloud.codes["owner@shop.example"]
    cloud.call(confirm, http_event(confirm, body={"email": OWNER["email"], "code": code}))

    assert cloud.call(register, http_event(register, body=OWNER)).status == 201


def test_a_subject_never_gets_a_second_brand(cloud: Stack, monkeypatch: pytest.MonkeyPatch):
    first = cloud.call(register, http_event(register, body=OWNER))
    found = UserDirectory.by_subject
    answers = iter([lambda *_: None, found])

    # The look-up before writing misses the brand that a simultaneous request is opening.
    def late(self: UserDirectory, subject: str) -> User | None:
        return next(answers)(self, subject)

    monkeypatch.setattr(UserDirectory, "by_subject", late)
    second = cloud.call(register, http_event(register, body=OWNER))

    assert second.json == first.json


@pytest.mark.parametrize("password", ["short-A1", "no-capitals-here-1"])
def test_a_weak_password_names_its_place_and_leaves_nothing(cloud: Stack, password: str):
    answer = cloud.call(register, http_event(register, body=OWNER | {"password": password}))

    assert (answer.status, answer.problem, answer.pointers) == (422, "weak-password", ["#/password"])
    sign_in = {"email": OWNER["email"], "password": password}
    assert cloud.call(login, http_event(login, body=sign_in)).problem == "wrong-credentials"


def test_somebody_elses_password_is_not_told_more_than_that_the_address_is_taken(cloud: Stack):
    cloud.call(register, http_event(register, body=OWNER))

    answer = cloud.call(register, http_event(register, body=OWNER | {"password": "Another-Secret-77"}))

    assert (answer.status, answer.problem) == (409, "account-exists")
    assert "Atelier" not in str(answer.json)


def test_a_confirmed_account_cannot_be_registered_again(cloud: Stack):
    cloud.call(register, http_event(register, body=OWNER))
    code = cloud.codes["owner@shop.example"]
    cloud.call(confirm, http_event(confirm, body={"email": OWNER["email"], "code": code}))

    assert cloud.call(register, http_event(register, body=OWNER)).problem == "account-exists"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"email": "nobody"}, "#/email"),
        ({"email": "a@b"}, "#/email"),
        ({"brand_name": "   "}, "#/brand_name"),
        ({"locale": "english"}, "#/locale"),
        ({"role": "staff"}, "#/role"),
    ],
)
def test_input_that_breaks_the_schema_names_its_place(cloud: Stack, change: dict, pointer: str):
    answer = cloud.call(register, http_event(register, body=OWNER | change))

    assert (answer.status, answer.pointers) == (422, [pointer])


def test_one_address_may_not_register_without_end(cloud: Stack):
    statuses = [cloud.call(register, http_event(register, body={})).status for _ in range(6)]

    assert statuses == [422] * 5 + [429]
    other = cloud.call(register, http_event(register, body={}, source_ip="198.51.100.9"))
    assert other.status == 422
