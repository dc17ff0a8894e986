from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.schemas import NewUpload, UploadView
from luneo.resources import Bucket, Table
from luneo.wiring.products import object_store, product_service


@endpoint(
    "POST",
    "/api/products/{product_id}/uploads",
    permission=Permission.PRODUCTS_WRITE,
    status=201,
    uses=[Table.PRODUCTS.read_write, Bucket.UPLOADS.write],
    idempotent=True,
    audit="product.upload-allowed",
)
def handler(product_id: str, upload: NewUpload, caller: Caller) -> UploadView:
    """Get a form with which one photo (PNG, JPEG, WebP) or 3D model (GLB) can be uploaded straight to storage.

    Post all `fields` and then the file, as `multipart/form-data`, to `url`; then name the `upload_id` in the product.
    """
    return product_service(caller).allow_upload(product_id, upload, object_store())
