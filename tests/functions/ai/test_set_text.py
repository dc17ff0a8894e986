import re

import pytest

from functions.ai.set_text import handler as set_text
from luneo.generations.targets import ProductTargets
from luneo.generations.text import fitted, on_zone
from luneo.identity.caller import Caller
from luneo.typography.proof import shows
from luneo.typography.wish import TextLayer
from tests import factories
from tests.events import http_event
from tests.stack import Answer, Stack

RIMMED = {"content": "Léa", "colour": "#b5452c", "size_mm": 6.0, "outline": {"width_mm": 0.5, "colour": "#ffffff"}}


def ask(cloud: Stack, caller: Caller | None, product: str, **text: object) -> Answer:
    return cloud.call(set_text, http_event(set_text, caller=caller, body={"product_id": product, "text": text}))


def test_what_is_shown_is_what_is_printed(cloud: Stack, shopper: Caller, product: str):
    shown = ask(cloud, shopper, product, **RIMMED).json

    with cloud.everything():
        target = ProductTargets(shopper.tenant).target(product, None)
    printed = on_zone(fitted(TextLayer.model_validate(RIMMED), target), target)
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", shown["path"])]
    exact = [side for _, points in printed.letters.outline.commands for point in points for side in point]
    assert numbers == pytest.approx(exact, abs=0.0051)
    assert (shown["colour"], shown["rim"]) == ("#b5452c", {"width_mm": 0.5, "colour": "#ffffff"})
    assert shows(printed.rim.outline, printed.letters.outline, shown["rim"]["width_mm"])
    assert (shown["zone"], shown["size_mm"], shown["by_tool"]) == (target.zone, 6.0, False)
    assert (shown["zone_mm"]["width"], shown["zone_mm"]["height"]) == target.size_mm


@pytest.mark.parametrize(
    ("text", "pointer", "problem"),
    [
        ({"content": "Anna", "size_mm": 400}, "#/text/size_mm", "invalid"),
        ({"content": "\u200b"}, "#/text/content", "invalid"),
        ({"content": "さくら", "font": "hand"}, "#/text/content", "uncovered-characters"),
    ],
)
def test_what_would_be_refused_is_refused_already(
    cloud: Stack, shopper: Caller, product: str, text: dict[str, object], pointer: str, problem: str
):
    answer = ask(cloud, shopper, product, **text)
    assert (answer.status, answer.problem, answer.pointers) == (422, problem, [pointer])


def test_the_fonts_that_have_the_letters_are_told(cloud: Stack, shopper: Caller, product: str):
    assert ask(cloud, shopper, product, content="さくら").json["fonts"] == ["japanese", "japanese-bold"]


def test_anothers_product_is_one_that_does_not_exist(cloud: Stack, product: str):
    assert ask(cloud, factories.shopper(), product, content="Anna").status == 404


def test_nobody_is_refused(cloud: Stack, product: str):
    assert ask(cloud, None, product, content="Anna").status == 401
