import pytest

from luneo.accounts.schemas import Confirmation, Credentials, Registration, Session
from luneo.accounts.service import AccountService, claims_for
from luneo.ports.sign_in import AddressTaken, NotConfirmed, SignedOut, WeakPassword
from tests.factories import MOMENT
from tests.fakes.rows import FakeBrands
from tests.fakes.sign_in import CODE, FakeSignIn

EMAIL, PASSWORD = "owner@shop.example", "Moonlit-Harbour-9"


class Accounts:
    """The service with its parts at hand."""

    def __init__(self) -> None:
        self.sign_in = FakeSignIn()
        self.brands = FakeBrands()
        self.service = AccountService(self.sign_in, self.brands, self.brands, lambda: MOMENT)

    def register(self, password: str = PASSWORD, name: str = "Atelier"):
        return self.service.register(Registration(email=EMAIL, password=password, brand_name=name))

    def confirm(self) -> None:
        self.service.confirm(Confirmation(email=EMAIL, code=CODE))


def test_registering_opens_one_brand_with_its_owner():
    accounts = Accounts()

    view = accounts.register()

    ((brand, owner),) = accounts.brands.opened.values()
    assert (view.tenant_id, view.user_id) == (brand.tenant_id, owner.row)
    assert (brand.partition, owner.partition) == (f"TENANT#{view.tenant_id}",) * 2
    assert owner.role == "owner"


def test_a_weak_password_opens_nothing():
    accounts = Accounts()

    with pytest.raises(WeakPassword):
        accounts.register("short")
    assert accounts.brands.opened == {}


@pytest.mark.parametrize("confirmed", [False, True])
def test_registering_again_after_a_crash_completes_it(*, confirmed: bool):
    accounts = Accounts()
    accounts.brands.crash = True
    with pytest.raises(RuntimeError):
        accounts.register()
    if confirmed:
        accounts.confirm()

    accounts.register()

    assert len(accounts.brands.opened) == 1


def test_registering_twice_gives_the_same_brand_and_another_code():
    accounts = Accounts()

    assert accounts.register() == accounts.register(name="Another")
    assert accounts.sign_in.sent == [EMAIL, EMAIL]


@pytest.mark.parametrize(
    ("password", "confirmed"), [("Another-Secret-1", False), ("Another-Secret-1", True), (PASSWORD, True)]
)
def test_an_account_is_not_registered_over(password: str, *, confirmed: bool):
    accounts = Accounts()
    accounts.register()
    if confirmed:
        accounts.confirm()

    with pytest.raises(AddressTaken):
        accounts.register(password)


def test_signing_in_takes_a_confirmed_address():
    accounts = Accounts()
    accounts.register()
    credentials = Credentials(email=EMAIL, password=PASSWORD)
    with pytest.raises(NotConfirmed):
        accounts.service.login(credentials)

    accounts.confirm()

    assert accounts.service.login(credentials).access_token == "access"


def test_a_session_that_was_ended_cannot_be_refreshed():
    accounts = Accounts()
    accounts.register()
    accounts.confirm()
    tokens = accounts.service.login(Credentials(email=EMAIL, password=PASSWORD))
    session = Session(refresh_token=str(tokens.refresh_token))
    assert accounts.service.refresh(session).access_token == "access-2"

    accounts.service.logout(session)

    with pytest.raises(SignedOut):
        accounts.service.refresh(session)


def test_somebody_without_a_brand_has_no_claims():
    assert claims_for(None) == {}
