from functions.brands.create_key import handler as create
from functions.brands.list_keys import handler
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def test_keys_are_listed_newest_first_a_page_at_a_time(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    made = [
        cloud.call(create, http_event(create, caller=owner, body={"kind": "publishable", "name": str(number)})).json[
            "id"
        ]
        for number in range(3)
    ]

    first = cloud.call(handler, http_event(handler, caller=owner, query={"limit": "2"})).json
    query = {"limit": "2", "cursor": first["next_cursor"]}
    second = cloud.call(handler, http_event(handler, caller=owner, query=query)).json

    assert sorted(item["id"] for item in first["items"] + second["items"]) == sorted(made)
    assert [len(first["items"]), len(second["items"])] == [2, 1]
    assert "next_cursor" not in second


def test_a_cursor_of_another_brand_is_refused_like_garbage(cloud: Stack, tenant: TenantContext):
    with cloud.everything():
        stranger = factories.open_brand()
        for _ in range(2):
            factories.make_key(stranger)
    other = cloud.call(handler, http_event(handler, caller=factories.member(stranger), query={"limit": "1"})).json

    def refusal(cursor: str) -> tuple:
        answer = cloud.call(handler, http_event(handler, caller=factories.member(tenant), query={"cursor": cursor}))
        return answer.status, answer.json["detail"], answer.pointers

    assert refusal(other["next_cursor"]) == refusal("garbage")
    assert refusal("garbage")[0] == 422
