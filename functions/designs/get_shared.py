from luneo.designs.schemas import SharedDesignView
from luneo.designs.service import shared_design
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.resources import Table
from luneo.wiring.designs import shared_designs


@endpoint(
    "GET",
    "/api/shared/{token}",
    permission=None,
    uses=[Table.DESIGNS.read],
    limit=Limit(120, 60),
    cross_origin=True,
)
def handler(token: str) -> SharedDesignView:
    """Get what a shared link shows: the design on its product, and nothing about who made it or how."""
    return shared_design(shared_designs(), token)
