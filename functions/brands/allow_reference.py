from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.schemas import UploadView
from luneo.references.schemas import NewReferenceUpload
from luneo.resources import Bucket, Table
from luneo.wiring.references import reference_service


@endpoint(
    "POST",
    "/api/brands/current/references/uploads",
    permission=Permission.BRAND_WRITE,
    status=201,
    uses=[Table.PRODUCTS.write, Bucket.UPLOADS.write],
    idempotent=True,
    audit="brand.reference-upload-allowed",
)
def handler(upload: NewReferenceUpload, caller: Caller) -> UploadView:
    """Get a form with which one reference picture (PNG, JPEG, WebP) can be uploaded straight to storage.

    Post all `fields` and then the file, as `multipart/form-data`, to `url`; then add the `upload_id` as a reference.
    """
    return reference_service(caller).allow_upload(upload)
