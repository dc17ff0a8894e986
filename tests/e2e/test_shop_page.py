"""What a shopper does on a brand's page, in a real browser, at the sizes of a phone and of a desk."""

import re

import pytest
from playwright.sync_api import expect

from local.demo.product import PRICE
from luneo.adapters.offline.triggers import Trigger
from luneo.ids import Prefix, pattern
from tests.e2e.browser import DESKTOP, PHONE, STEP_MS, assert_accessible, visit

WISH = "a fox in a birch forest under the moon"
EURO = f"€{PRICE['amount'] / 100:.2f}"
WAIT = {"timeout": STEP_MS}

KEEP_CART_EVENTS = """() => {
  window.lines = [];
  window.addEventListener('luneo:add-to-cart', (event) => window.lines.push(event.detail));
}"""
KEEP_SOCKETS = """
  window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(url) {
      super(url);
      this.kept = {url, sent: [], heard: []};
      window.sockets.push(this.kept);
      this.addEventListener('message', ({data}) => this.kept.heard.push(JSON.parse(data)));
    }
    send(frame) { this.kept.sent.push(JSON.parse(frame)); super.send(frame); }
  };
"""


@pytest.fixture
def shop(browser, running):
    """Open the shop and wait for the widget to be usable: ``with shop(PHONE) as page``."""

    def open_shop(size=PHONE, **how):
        return visit(browser, running.origin, size, **how)

    return open_shop


def ready(page, query=""):
    page.goto(f"/{query}")
    page.locator("luneo-widget textarea").wait_for()


def wish_for(page, prompt, style="Woodcut"):
    page.get_by_label("What would you like on it?").fill(prompt)
    page.get_by_role("radio", name=style).check(force=True)
    page.get_by_role("button", name="Create my design").click()


def finished(page):
    expect(page.get_by_text("Your design is finished")).to_be_attached(**WAIT)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_wish_is_seen_coming_then_judged_then_bought(shop, running, size):
    with shop(size) as page:
        partials = []
        page.on("response", lambda it: "-partial-" in it.url and partials.append(it.status))
        ready(page)
        assert_accessible(page)
        page.evaluate(KEEP_CART_EVENTS)
        wish_for(page, WISH, style="Ukiyo-e")
        preview = page.get_by_role("img", name=f"Espresso cup with your design: {WISH}")
        preview.wait_for()
        assert partials
        assert set(partials) == {200}
        result = page.locator("luneo-widget .result")
        expect(result.get_by_text(re.compile(r"^\d{2,4} DPI"))).to_be_visible(**WAIT)
        expect(result.locator("dd", has_text=EURO)).to_be_visible()
        expect(preview).to_be_in_viewport(ratio=0.9)
        assert_accessible(page)
        finished(page)
        result.get_by_role("button", name=f"Add to cart · {EURO}").click()
        cart = page.get_by_role("dialog", name="Cart")
        expect(cart.get_by_text(f"“{WISH}”")).to_be_visible()
        expect(cart.get_by_text("Total")).to_be_visible()
        assert_accessible(page)
        (line,) = page.evaluate("window.lines")
        seen = running.call("GET", f"/api/ai/generations/{line['generation_id']}", token=running.brand.access_token)
        assert (seen["status"], seen["prompt"], seen["style"]) == ("succeeded", WISH, "ukiyo-e")
        assert re.fullmatch(pattern(Prefix.DESIGN), line["design_id"])
        assert line == {
            "design_id": line["design_id"],
            "generation_id": seen["id"],
            "preview_url": seen["preview_url"],
            "variant_id": None,
            "quantity": 1,
            "price": PRICE,
            "properties": {
                "prompt": WISH,
                "style": "ukiyo-e",
                "_luneo_generation": seen["id"],
                "_luneo_design": line["design_id"],
            },
        }


def test_a_whole_purchase_in_french_with_the_keyboard_alone(shop):
    with shop(DESKTOP, locale="fr-FR") as page:
        ready(page)
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        page.get_by_label("Qu’aimeriez-vous y voir").focus()
        page.keyboard.type("un renard")
        page.keyboard.press("Tab")
        assert focused(page) == {"role": "radio", "value": "woodcut"}
        page.keyboard.press("ArrowRight")
        assert focused(page) == {"role": "radio", "value": "watercolour"}
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        buy = page.get_by_role("button", name=re.compile("^Ajouter au panier"))
        buy.wait_for()
        for _ in range(20):
            page.keyboard.press("Shift+Tab")
            if buy.evaluate("button => button.matches(':focus')"):
                break
        page.keyboard.press("Enter")
        cart = page.get_by_role("dialog", name="Panier")
        expect(cart.get_by_text("«\u202fun renard\u202f»")).to_be_visible()
        page.keyboard.press("Escape")
        expect(cart).to_be_hidden()
        assert buy.evaluate("button => button.matches(':focus')")


def test_words_of_ones_own_are_printed_over_the_picture(shop, running):
    with shop(PHONE) as page:
        ready(page)
        page.get_by_label("Your words on it").fill("Élodie")
        page.get_by_label("Font").select_option("hand")
        page.get_by_label("Curve").fill("30")
        page.get_by_label("Position").select_option("top")
        on_stage = page.locator("luneo-widget .stage svg.letters")
        expect(on_stage).to_be_visible(**WAIT)
        expect(page.locator("luneo-widget .proof svg.letters")).to_be_visible()
        assert_accessible(page)
        wish_for(page, WISH)
        finished(page)
        preview = page.get_by_role("img", name=f"Espresso cup with your design: {WISH}")
        expect(on_stage).to_have_count(0)
        page.get_by_label("Your words on it").fill("さくら")
        expect(page.get_by_label("Font")).to_have_value("japanese")
        expect(on_stage).to_be_visible(**WAIT)
        expect(preview).to_have_count(0)
        page.get_by_label("What would you like on it?").focus()
        expect(preview).to_be_visible()
        token = running.brand.access_token
        newest = running.call("GET", "/api/ai/generations?limit=1", token=token)["items"][0]["id"]
        seen = running.call("GET", f"/api/ai/generations/{newest}", token=token)
        text = seen["text"]
        kept = text["content"], text["font"], text["curve_degrees"], text["anchor"]
        assert kept == ("Élodie", "hand", 30, "top")
        assert seen["parity"]["passed"]


def test_a_part_of_a_design_is_changed_and_the_former_taken_back(shop, running):
    with shop(PHONE) as page:
        ready(page)
        wish_for(page, WISH)
        finished(page)
        page.get_by_role("button", name="Change it").click()
        page.get_by_label("What should be different?").fill("a green sun")
        page.get_by_role("radio", name="An area").check()
        page.get_by_label("From the left (mm)").fill("10")
        page.get_by_label("Width (mm)").fill("20")
        page.get_by_label("Height (mm)").fill("12")
        drag(page, page.locator("luneo-widget .grip").nth(1), 40)
        drawn = [float(field.input_value()) for field in page.locator("luneo-widget [type=number]").all()]
        assert drawn[0] == 10
        assert drawn[2] > 20
        assert_accessible(page)
        page.get_by_role("button", name="Make this change").click()
        changed = page.get_by_role("img", name="Espresso cup with your design: a green sun")
        changed.wait_for()
        expect(changed).to_be_in_viewport(ratio=0.9)
        finished(page)
        token = running.brand.access_token
        made = running.call("GET", "/api/ai/generations?limit=2", token=token)["items"]
        by_prompt = {one["prompt"]: one for one in made}
        area = by_prompt["a green sun"]["changed_from"]["area"]
        assert by_prompt["a green sun"]["changed_from"]["generation_id"] == by_prompt[WISH]["id"]
        assert [area[side] for side in ("left_mm", "top_mm", "width_mm", "height_mm")] == drawn
        page.get_by_role("button", name="Back to the former").click()
        expect(page.get_by_role("img", name=f"Espresso cup with your design: {WISH}")).to_be_visible()
        expect(page.get_by_role("button", name="Change it")).to_be_focused()
        newest = running.call("GET", "/api/ai/generations?limit=1", token=token)["items"]
        assert newest[0]["id"] == by_prompt["a green sun"]["id"]
        page.get_by_label("What should be different?").fill(Trigger.BLOCKED.token)
        page.get_by_role("button", name="Make this change").click()
        expect(page.locator("luneo-widget .stage").get_by_role("alert")).to_be_in_viewport(**WAIT)
        assert_accessible(page)


def drag(page, handle, across):
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y, steps=3)
    page.mouse.up()


def focused(page):
    return page.evaluate(
        "() => { const it = document.activeElement.shadowRoot.activeElement; return {role: it.type, value: it.value} }"
    )


def test_a_wish_is_taken_back(shop):
    with shop() as page:
        ready(page)
        wish_for(page, f"a fox {Trigger.SLOW.token}")
        page.locator("luneo-widget .draft").wait_for()
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("luneo-widget .notice")).to_have_text("Cancelled. Nothing was charged.")
        expect(page.get_by_role("button", name="Create my design")).to_be_visible()


def test_a_refused_wish_is_explained_and_its_words_are_kept(shop):
    wish = f"a fox {Trigger.BLOCKED.token}"
    with shop() as page:
        ready(page)
        wish_for(page, wish)
        notice = page.get_by_role("alert")
        expect(notice).to_contain_text("We cannot draw this one", **WAIT)
        expect(notice).to_contain_text("wish for something else")
        expect(page.get_by_label("What would you like on it?")).to_have_value(wish)
        expect(notice.get_by_role("button")).to_have_count(0)
        assert_accessible(page)


def test_a_connection_that_is_cut_is_opened_again_where_it_broke_off(shop, running):
    with shop(unreachable=True) as page:
        page.add_init_script(KEEP_SOCKETS)
        ready(page)
        wish_for(page, f"a fox {Trigger.SLOW.token}")
        page.locator("luneo-widget .draft").wait_for()
        running.cloud.gateway.cut_sockets()
        page.locator("luneo-widget .preview").wait_for()
        first, second = page.evaluate("window.sockets")
        assert first["url"] != second["url"]
        assert second["sent"][0]["after"] == max(frame["seq"] for frame in first["heard"] if "seq" in frame)
        numbers = [frame["seq"] for frame in second["heard"] if "seq" in frame]
        assert numbers[0] == second["sent"][0]["after"] + 1
        assert sorted(set(numbers)) == list(range(numbers[0], numbers[-1] + 1))
        finished(page)


def test_progress_is_polled_where_the_network_lets_no_sockets_through(shop, running):
    with shop(unreachable=True) as page:
        page.add_init_script(KEEP_SOCKETS)
        ready(page)
        running.cloud.gateway.block_sockets(blocked=True)
        try:
            wish_for(page, WISH)
            page.locator("luneo-widget .preview").wait_for()
            finished(page)
        finally:
            running.cloud.gateway.block_sockets(blocked=False)
        assert not any(socket["heard"] for socket in page.evaluate("window.sockets"))


def test_progress_is_polled_where_the_page_may_open_no_sockets(shop):
    with shop() as page:
        page.add_init_script("window.WebSocket = class { constructor() { throw new Error('blocked'); } };")
        ready(page)
        wish_for(page, WISH)
        page.locator("luneo-widget .preview").wait_for()


def test_the_pages_own_button_stands_in_when_the_api_cannot_be_reached(shop):
    with shop(unreachable=True) as page:
        page.route("**/api/**", lambda route: route.abort())
        page.goto("/")
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
        expect(page.locator("luneo-widget textarea")).to_have_count(0)
        assert_accessible(page)
