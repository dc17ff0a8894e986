import pytest

from luneo.media.keys import product_media_key
from luneo.products.schemas import PublishedFile, PublishedProduct, PublishedZone
from luneo.widget.products import widget_product
from tests.factories import MOMENT, QUAD


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch) -> PublishedProduct:
    monkeypatch.setenv("LUNEO_PUBLIC_URL", "https://luneo.test")
    key = product_media_key("ten_1", "prd_1", "0" * 64, "jpg")
    zone = {"name": "front", "quad": QUAD, "size_mm": {"width": 8, "height": 5}, "maps_key": key, "reachable_dpi": 300}
    return PublishedProduct(
        product_id="prd_1",
        version=1,
        name="Mug",
        sku="M",
        process="print",
        price={"amount": 1, "currency": "EUR"},
        zones=[PublishedZone(**zone)],
        translations={"fr": {"name": "Tasse"}, "de-AT": {"name": "Häferl"}},
        photo=PublishedFile(key=key, sha256="0", media_type="image/jpeg", size_bytes=1, width_px=4, height_px=3),
        model=None,
        photo_upload_id="upl_1",
        model_upload_id=None,
        warnings=[],
        published_at=MOMENT,
    )


@pytest.mark.parametrize(
    ("locale", "name"), [("fr", "Tasse"), ("fr-CA", "Tasse"), ("de-AT", "Häferl"), ("de", "Mug"), ("", "Mug")]
)
def test_the_name_is_in_the_nearest_language(product: PublishedProduct, locale: str, name: str):
    assert widget_product(product, locale).name == name


def test_without_a_model_there_is_no_address_of_one(product: PublishedProduct):
    view = widget_product(product, "fr")

    assert (view.has_model, view.model_url) == (False, None)
