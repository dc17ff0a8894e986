from luneo.brands.schemas import BrandView, ModerationPolicy
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.brands import brand_service


@endpoint(
    "PUT",
    "/api/brands/current/moderation-policy",
    permission=Permission.BRAND_WRITE,
    uses=[Table.BRANDS.read_write],
    audit="brand.moderation-policy-set",
)
def handler(policy: ModerationPolicy, caller: Caller) -> BrandView:
    """Set what the brand refuses beyond what is refused for every brand, replacing the earlier policy.

    Its terms are found in any case, accent and disguise; its categories are switched on or off; its notes stand beside
    each refusal that a shopper reads. The next wish is judged by it.
    """
    return brand_service(caller).moderate(policy)
