from functions.ai.history import handler as history
from luneo.identity.caller import Caller
from tests import factories
from tests.events import http_event
from tests.functions.ai.conftest import MakeRow
from tests.stack import Answer, Stack


def get(cloud: Stack, caller: Caller, **query: str) -> Answer:
    return cloud.call(history, http_event(history, caller=caller, query=query or None))


def test_the_newest_come_first_page_by_page(cloud: Stack, generation: MakeRow):
    member = factories.member()
    made = [generation(member, age_s=age).row for age in (50, 40, 30, 20, 10)]

    seen, cursor = [], {}
    while True:
        answer = get(cloud, member, limit="2", **cursor)
        seen += [item["id"] for item in answer.json["items"]]
        if "next_cursor" not in answer.json:
            break
        cursor = {"cursor": answer.json["next_cursor"]}

    assert seen == made[::-1]


def test_a_brand_sees_only_its_own(cloud: Stack, generation: MakeRow):
    generation(factories.member())

    assert get(cloud, factories.member()).json["items"] == []


def test_another_brands_cursor_is_refused(cloud: Stack, generation: MakeRow):
    member = factories.member()
    for age in (1, 2):
        generation(member, age_s=age)
    cursor = get(cloud, member, limit="1").json["next_cursor"]

    answer = get(cloud, factories.member(), cursor=cursor)

    assert (answer.status, answer.pointers) == (422, ["#/cursor"])


def test_shoppers_have_no_list(cloud: Stack):
    assert get(cloud, factories.shopper()).status in {401, 403}
