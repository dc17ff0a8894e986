from functions.authorizers.caller import handler as authorise
from functions.brands.list_keys import handler as list_keys
from functions.brands.revoke_key import handler
from luneo.brands.schemas import KeyKind
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from tests import factories
from tests.events import authorizer_event, http_event
from tests.stack import Stack


def only_key(cloud: Stack, tenant: TenantContext) -> str:
    listed = cloud.call(list_keys, http_event(list_keys, caller=factories.member(tenant)))
    return listed.json["items"][0]["id"]


def revoke(cloud: Stack, tenant: TenantContext, key_id: str):
    return cloud.call(handler, http_event(handler, caller=factories.member(tenant), path={"key_id": key_id}))


def test_a_revoked_key_opens_nothing_from_that_moment(cloud: Stack, tenant: TenantContext):
    with cloud.everything():
        key = factories.make_key(tenant, KeyKind.SECRET)
    key_id = only_key(cloud, tenant)

    assert [revoke(cloud, tenant, key_id).status for _ in range(2)] == [204, 204]

    refused = cloud.invoke(authorise, authorizer_event(authorise, f"Bearer {key}"))
    assert "revoked" in refused["context"]["fault"]
    listed = cloud.call(list_keys, http_event(list_keys, caller=factories.member(tenant)))
    assert listed.json["items"] == []


def test_another_brands_key_is_a_key_that_does_not_exist(cloud: Stack, tenant: TenantContext):
    with cloud.everything():
        stranger = factories.open_brand()
        factories.make_key(stranger)

    theirs = revoke(cloud, tenant, only_key(cloud, stranger))
    none = revoke(cloud, tenant, new_id(Prefix.KEY))

    assert (
        (theirs.status, theirs.json["detail"]) == (none.status, none.json["detail"]) == (404, "There is no such key.")
    )
    assert only_key(cloud, stranger)
