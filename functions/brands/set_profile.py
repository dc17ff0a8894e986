from luneo.brands.schemas import BrandProfile, BrandView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.brands import brand_service


@endpoint(
    "PUT",
    "/api/brands/current/profile",
    permission=Permission.BRAND_WRITE,
    uses=[Table.BRANDS.read_write],
    audit="brand.profile-set",
)
def handler(profile: BrandProfile, caller: Caller) -> BrandView:
    """Set how the brand's designs look, replacing the earlier profile.

    Every wish is worded with it from then on, beside the style's own words: its colours in place of the style's, its
    tone, and what must not appear.
    """
    return brand_service(caller).look(profile)
