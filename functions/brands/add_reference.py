from luneo import settings
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.references.schemas import NewReference, ReferenceView
from luneo.resources import Bucket, Layer, Secret, Table
from luneo.wiring.references import reference_service, upload_judge


@endpoint(
    "POST",
    "/api/brands/current/references",
    permission=Permission.BRAND_WRITE,
    status=201,
    uses=[
        Table.BRANDS.read_write,
        Table.PRODUCTS.read,
        Bucket.UPLOADS.read,
        Bucket.PRODUCTION.read_write,
        Secret.OPENAI.read,
    ],
    layers=[Layer.CORE, Layer.WEB, Layer.IMAGING, Layer.PROVIDERS],
    memory_mb=1769,
    timeout_s=29,
    settings=[settings.IMAGE_PROVIDER, settings.IMAGE_MODEL],
    audit="brand.reference-added",
)
def handler(new: NewReference, caller: Caller) -> ReferenceView:
    """Keep an uploaded picture as one whose look the brand's designs take after, if it may be used.

    Providers that can look at pictures are given all of them with every wish from then on; a generation tells how many
    its provider used. The same picture again is the one that is kept already.
    """
    return reference_service(caller).add(new, upload_judge(caller))
