"""The page of a generation's files and the API reference, in a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.derived.documents import OPENAPI
from tests.e2e.browser import DESKTOP, PHONE, STEP_MS, assert_accessible, visit

PUBLIC = {
    *("preview.png", "preview.webp", "poster.webp", "turntable.webp", "model.glb", "model.usdz"),
    *("model.glb.provenance.json", "model.usdz.provenance.json"),
}
PRINTS = {
    *("print.png", "print.jpg", "print.webp", "print.avif", "print.pdf", "print.svg"),
    *("print.pdf.provenance.json", "print.svg.provenance.json", "parity.webp", "parity.json"),
}
PRODUCTION = PRINTS | {"artwork.png", "manifest.json", "manifest.json.provenance.json", "bundle.zip"}
LOADED = "viewer => viewer.loaded || new Promise((done) => viewer.addEventListener('load', () => done(true)))"


@pytest.fixture(scope="module")
def shopper(running):
    return running.shopper()


@pytest.fixture(scope="module")
def finished(running, shopper):
    return running.generate("a fox and a star", token=shopper)


@pytest.fixture
def files_page(browser, running, finished):
    """``with files_page(DESKTOP) as page``: where a finished generation's page is opened as nobody in particular."""

    def opened(size):
        return visit(browser, running.origin, size, also=(running.cloud.aws.endpoints.aws,))

    return opened


def file_names(page):
    return set(page.get_by_role("rowheader").get_by_role("link").all_inner_texts())


def test_whoever_made_it_sees_its_files_and_turns_the_model(files_page, running, shopper, finished):
    with files_page(PHONE) as page:
        models = []
        page.on("response", lambda it: it.url.endswith(".glb") and models.append(it.status))
        remembered = json.dumps([f"luneo:{running.brand.publishable_key}", shopper])
        page.add_init_script(f"localStorage.setItem(...{remembered})")
        page.goto(f"/generation/?id={finished['id']}")
        turn = page.get_by_role("button", name="Turn it in 3D")
        turn.wait_for()
        assert file_names(page) == PUBLIC
        assert_accessible(page)
        assert models == []
        turn.click()
        assert page.locator("model-viewer").evaluate(LOADED)
        assert set(models) == {200}
        page.get_by_role("link", name="Français").click()
        expect(page.get_by_role("button", name="Tourner en 3D")).to_be_visible()
        expect(page.get_by_text("Aperçu publié")).to_be_visible()
        assert_accessible(page)


def test_a_member_signs_in_and_gets_the_production_files(files_page, running, finished):
    with files_page(DESKTOP) as page:
        page.goto("/generation/")
        expect(page.get_by_role("heading", name="Which generation?")).to_be_visible()
        page.evaluate("localStorage.clear()")
        page.route("**/demo-config.json", lambda route: route.fulfill(json={}))
        page.goto(f"/generation/?id={finished['id']}")
        page.get_by_label("E-mail").fill(running.brand.email)
        page.get_by_label("Password").fill(running.brand.password)
        page.get_by_role("button", name="Sign in").click()
        link = page.get_by_role("link", name="print.pdf", exact=True)
        link.wait_for()
        assert file_names(page) == PUBLIC | PRODUCTION
        expect(page.locator("pre")).to_contain_text('"sha256"')
        assert_accessible(page)
        with page.expect_download() as download:
            link.click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_reference_shows_every_operation(browser, running, size):
    document = json.loads(OPENAPI.read_text(encoding="utf-8"))
    count = sum(len(operations) for operations in document["paths"].values())
    with visit(browser, running.origin, size) as page:
        page.goto("/reference/")
        expect(page.locator(".opblock")).to_have_count(count, timeout=STEP_MS)
        expect(page.get_by_text("/api/ai/generate", exact=True)).to_be_visible()
