import pytest

from luneo.identity.caller import TenantContext
from tests import factories
from tests.stack import Stack


@pytest.fixture
def tenant(cloud: Stack) -> TenantContext:
    """A brand with its owner."""
    with cloud.everything():
        return factories.open_brand(name="Atelier Nuit", locale="fr")
