"""Products and uploads in DynamoDB."""

from collections.abc import Iterator

from pynamodb.exceptions import DeleteError, PutError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from luneo.errors import Conflict, NotFound
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, is_id
from luneo.outbox import outbox
from luneo.outbox.events import ProductPublished
from luneo.products.models import Product, Upload
from luneo.products.schemas import PublishedProduct
from luneo.storage import transaction

KIND = "product"
_CONDITION = "ConditionalCheckFailedException"
_OVERTAKEN = {"ConditionalCheckFailed", "TransactionConflict"}


class ProductRepository:
    """One tenant's products."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant

    def get(self, product_id: str) -> Product:
        """The product with its draft.

        Raises:
            NotFound: the tenant has no such product.
        """
        _require_id(product_id)
        try:
            return Product.get(self._tenant.partition, product_id, consistent_read=True)
        except Product.DoesNotExist:
            raise NotFound(KIND) from None

    def published(self, product_id: str) -> PublishedProduct:
        """The product as shoppers get it.

        Raises:
            NotFound: the tenant has no such product, or has not published it.
        """
        content = self.get(product_id).published
        if content is None:
            raise NotFound(KIND)
        return PublishedProduct.model_validate(content)

    def newest_first(self, after: str | None) -> Iterator[Product]:
        """The products, from the one after ``after`` on."""
        start = {"partition": {"S": self._tenant.partition}, "row": {"S": after}} if after else None
        return Product.query(
            self._tenant.partition,
            Product.row.startswith(Prefix.PRODUCT),
            scan_index_forward=False,
            last_evaluated_key=start,
            consistent_read=True,
        )

    def add(self, product: Product) -> None:
        """Write a new product."""
        product.save(condition=Product.row.does_not_exist())

    def save(self, product: Product) -> None:
        """Write a changed draft as the product's next version.

        Raises:
            Conflict: somebody else changed or deleted it since it was read.
        """
        seen = product.version
        product.version = seen + 1
        try:
            product.save(condition=Product.version == seen)
        except PutError as error:
            raise _changed(error) from None

    def publish(self, product: Product, content: PublishedProduct) -> None:
        """Let shoppers see this content, made of the draft's present version, and tell of it by an event.

        The given product shows it, too.

        Raises:
            Conflict: the draft changed meanwhile; shoppers see what they saw before.
        """
        unchanged: Condition = Product.version == content.version
        product.published, product.published_version = content.model_dump(mode="json"), content.version
        actions: list[Action] = [
            Product.published.set(product.published),
            Product.published_version.set(product.published_version),
        ]
        try:
            with transaction() as writes:
                writes.update(product, actions, condition=unchanged)
                outbox.add(writes, ProductPublished(self._tenant.tenant_id, product.row, content.version))
        except TransactWriteError as error:
            raise _changed(error) from None

    def delete(self, product_id: str) -> None:
        """Delete a product.

        Raises:
            NotFound: the tenant has no such product.
        """
        _require_id(product_id)
        try:
            Product(self._tenant.partition, product_id).delete(condition=Product.row.exists())
        except DeleteError as error:
            if error.cause_response_code != _CONDITION:
                raise
            raise NotFound(KIND) from None


class UploadRepository:
    """One tenant's uploads."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant

    def add(self, upload: Upload) -> None:
        """Write a new upload."""
        upload.save(condition=Upload.row.does_not_exist())

    def find(self, upload_id: str) -> Upload | None:
        """The upload, while it is kept."""
        try:
            upload = Upload.get(self._tenant.partition, upload_id, consistent_read=True)
        except Upload.DoesNotExist:
            return None
        return upload if upload.is_live else None


def _require_id(product_id: str) -> None:
    # The partition holds uploads, too; and what is no identifier at all may not even be a valid key.
    if not is_id(Prefix.PRODUCT, product_id):
        raise NotFound(KIND)


def _changed(error: PutError | TransactWriteError) -> Exception:
    reasons = error.cancellation_reasons if isinstance(error, TransactWriteError) else []
    codes = {reason.code for reason in reasons if reason}
    if error.cause_response_code == _CONDITION or codes & _OVERTAKEN:
        return Conflict("Somebody else changed the product at the same time. Read it again, then repeat the change.")
    return error
