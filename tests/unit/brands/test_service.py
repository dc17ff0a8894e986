import pytest

from luneo.brands.keys import digest_of
from luneo.brands.schemas import BrandChange, BrandDomains, KeyKind, NewKey
from luneo.brands.service import BrandService, KeyService
from luneo.errors import Invalid
from tests import factories
from tests.fakes.rows import FakeBrand, FakeRows


def service(store: FakeBrand, *, allow_loopback: bool = False) -> BrandService:
    return BrandService(
        store, lambda: factories.MOMENT, allow_loopback=allow_loopback, offered=lambda: ["openai", "bedrock"]
    )


def test_only_what_changed_among_the_origins_is_written():
    store = FakeBrand(factories.brand())
    store.brand.domains = ["https://a.example", "https://b.example"]

    service(store).allow(BrandDomains(domains=["https://b.example", "https://c.example"]))

    assert (store.gained, store.lost) == ({"https://c.example"}, {"https://a.example"})


def test_nothing_is_written_when_an_entry_is_no_origin():
    store = FakeBrand(factories.brand())

    with pytest.raises(Invalid) as refusal:
        service(store).allow(BrandDomains(domains=["https://a.example", "http://localhost"]))

    assert [fault.pointer for fault in refusal.value.faults] == ["#/domains/1"]
    assert store.brand.domains == []


def test_what_is_left_out_of_a_change_stays():
    store = FakeBrand(factories.brand(name="Before", locale="fr"))

    view = service(store).change(BrandChange(locale="de"))

    assert (view.name, view.locale) == ("Before", "de")


def test_a_brand_chooses_its_image_providers_and_goes_back_to_the_usual_order():
    store = FakeBrand(factories.brand())

    view = service(store).change(BrandChange(image_providers=["bedrock"]))
    assert view.image_providers == ["bedrock"]
    assert service(store).change(BrandChange(name="Other")).image_providers == ["bedrock"]
    assert service(store).change(BrandChange(image_providers=[])).image_providers == []


def test_an_image_provider_that_is_not_offered_is_refused_at_its_place():
    store = FakeBrand(factories.brand())

    with pytest.raises(Invalid) as refusal:
        service(store).change(BrandChange(image_providers=["openai", "offline"]))

    assert [fault.pointer for fault in refusal.value.faults] == ["#/image_providers/1"]
    assert store.brand.image_providers == []


def test_of_a_key_only_its_digest_and_two_ends_are_kept():
    store = FakeRows("key")
    tenant = factories.tenant()

    made = KeyService(tenant, store, lambda: factories.MOMENT).create(NewKey(kind=KeyKind.SECRET, name="ERP"))

    (row,) = store.rows.values()
    assert row.digest == digest_of(made.key)
    assert made.key not in str(row.attribute_values)
    assert row.hint == f"{made.key[:7]}…{made.key[-4:]}"
