import pytest

from luneo.identity.caller import TenantContext
from tests import factories
from tests.stack import Stack


@pytest.fixture
def tenant(cloud: Stack) -> TenantContext:
    """A brand whose widget may run on the usual origin."""
    with cloud.everything():
        tenant = factories.open_brand(name="Atelier Nuit", locale="fr")
        factories.allow_origin(tenant)
    return tenant


@pytest.fixture
def key(cloud: Stack, tenant: TenantContext) -> str:
    """The brand's publishable key."""
    with cloud.everything():
        return factories.make_key(tenant)
