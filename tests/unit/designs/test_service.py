import pytest

from luneo.designs.models import Design
from luneo.designs.schemas import DesignContent, NewDesign
from luneo.designs.service import DesignService, shared_design
from luneo.errors import NotFound
from luneo.ids import Prefix, new_id
from tests import factories
from tests.fakes.rows import FakeRows

CONTENT = DesignContent(
    product_id="prd_1",
    product_name="Mug",
    zone="front",
    style="woodcut",
    seed=1,
    prompt="a cat for Ada",
    width_mm=80,
    height_mm=56,
    preview_key="ten_1/preview.png",
)


class Designs(FakeRows[Design]):
    def __init__(self) -> None:
        super().__init__("design")
        self.links: dict[str, str] = {}

    def save(self, design: Design, *, closing: str | None = None, opening: str | None = None) -> None:
        self.links.pop(closing or "", None)
        if opening:
            self.links[opening] = design.row

    def by_digest(self, digest: str) -> Design | None:
        return self.rows.get(self.links.get(digest, ""))


class Finished:
    def finished(self, _caller, _generation_id):
        return CONTENT


@pytest.fixture
def designs(monkeypatch: pytest.MonkeyPatch) -> Designs:
    monkeypatch.setenv("LUNEO_PUBLIC_URL", "https://luneo.test")
    return Designs()


def saved(designs: Designs) -> tuple[DesignService, str]:
    service = DesignService(factories.shopper(), designs, Finished(), lambda: factories.MOMENT)
    return service, service.save(NewDesign(generation_id=new_id(Prefix.GENERATION))).id


def test_a_link_holds_no_word_of_the_prompt(designs: Designs):
    service, design_id = saved(designs)

    shown = shared_design(designs, service.share(design_id).token)

    assert "Ada" not in shown.model_dump_json()
    assert shown.media.preview_url == "https://luneo.test/media/ten_1/preview.png"


def test_sharing_again_closes_the_former_link_and_unsharing_the_last(designs: Designs):
    service, design_id = saved(designs)
    first, second = service.share(design_id).token, service.share(design_id).token

    with pytest.raises(NotFound):
        shared_design(designs, first)
    assert service.get(design_id).shared
    service.unshare(design_id)

    with pytest.raises(NotFound):
        shared_design(designs, second)
    assert not service.get(design_id).shared


def test_a_link_has_192_random_bits(designs: Designs):
    service, design_id = saved(designs)

    assert len({service.share(design_id).token for _ in range(20)}) == 20
    assert len(service.share(design_id).token) == 32
