from luneo.health import HealthView
from luneo.http.endpoint import endpoint


@endpoint("GET", "/api/health", permission=None, memory_mb=256, timeout_s=3)
def handler() -> HealthView:
    """Tell that the API answers. Nothing else is asked."""
    return HealthView()
