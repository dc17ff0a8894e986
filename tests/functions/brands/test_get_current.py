from functions.brands.get_current import handler
from luneo.fabrication.bundle import TEMPLATE
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def test_a_member_sees_the_brand_of_its_token(cloud: Stack, tenant: TenantContext):
    answer = cloud.call(handler, http_event(handler, caller=factories.member(tenant)))

    assert answer.status == 200
    assert answer.json == {
        "id": tenant.tenant_id,
        "name": "Atelier Nuit",
        "locale": "fr",
        "languages": [],
        "domains": [],
        "image_providers": [],
        "detail": "plain",
        "file_naming": TEMPLATE,
        "profile": {"palette": [], "tone": "", "negative": []},
        "moderation_policy": {
            "blocked_terms": [],
            "categories": answer.json["moderation_policy"]["categories"],
            "notes": {},
        },
        "created_at": "2026-11-22T18:00:00.000Z",
        "updated_at": "2026-11-22T18:00:00.000Z",
    }


def test_without_a_token_nothing_is_shown(cloud: Stack):
    assert cloud.call(handler, http_event(handler)).status == 401


def test_a_brand_that_is_gone_is_not_found(cloud: Stack):
    assert cloud.call(handler, http_event(handler, caller=factories.member())).status == 404
