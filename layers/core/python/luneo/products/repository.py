"""Products and uploads in DynamoDB."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pynamodb.exceptions import DeleteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from luneo.credits.contention import WritesRefused, write_together
from luneo.errors import Conflict, NotFound
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, is_id
from luneo.outbox import outbox
from luneo.outbox.events import ProductPublished
from luneo.products.models import Product, Upload
from luneo.products.schemas import PublishedProduct

if TYPE_CHECKING:
    from luneo.products.preparation import Preparation

KIND = "product"
_CONDITION = "ConditionalCheckFailedException"
_OVERTAKEN = "Somebody else changed the product at the same time. Read it again, then repeat the change."


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
        """Write a changed draft as the product's next version; what is published and prepared stays as stored.

        Raises:
            Conflict: somebody else changed or deleted it since it was read.
        """
        actions: list[Action] = [
            Product.draft.set(product.draft),
            Product.updated_at.set(product.updated_at),
            Product.version.set(product.version + 1),
        ]
        if not _written(product, actions, Product.version == product.version):
            raise Conflict(_OVERTAKEN)

    def begin(self, product: Product, preparation: "Preparation") -> bool:
        """Note a preparation of the product's version as under way; ``False`` when the product has moved on since."""
        actions: list[Action] = [
            Product.preparation.set(preparation.stored()),
            Product.preparing.set(preparation.id),
        ]
        seen: Condition = Product.preparing.does_not_exist()
        if product.preparing is not None:
            seen = Product.preparing == product.preparing
        return _written(product, actions, seen & (Product.version == product.version))

    def end(self, product: Product, preparation: "Preparation") -> bool:
        """Note how a preparation ended without a publication; ``False`` when it was not under way any more."""
        actions: list[Action] = [Product.preparation.set(preparation.stored()), Product.preparing.remove()]
        return _written(product, actions, Product.preparing == preparation.id)

    def publish(self, product: Product, content: PublishedProduct, preparation: "Preparation") -> bool:
        """Let shoppers see this content, made of the draft's present version, and tell of it by an event.

        ``False`` when the draft changed or the preparation ended meanwhile; shoppers see what they saw before.

        Raises:
            Contended: other writers were always in the way.
        """
        actions: list[Action] = [
            Product.published.set(content.model_dump(mode="json")),
            Product.published_version.set(content.version),
            Product.preparation.set(preparation.stored()),
            Product.preparing.remove(),
        ]
        current: Condition = (Product.version == content.version) & (Product.preparing == preparation.id)

        def add(writes: TransactWrite) -> None:
            writes.update(product, actions, condition=current)
            outbox.add(writes, ProductPublished(self._tenant.tenant_id, product.row, content.version))

        try:
            write_together(add)
        except WritesRefused:
            return False
        return True

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


def _written(product: Product, actions: list[Action], condition: Condition) -> bool:
    """Make the changes, the given product included, if the condition holds."""
    try:
        product.update(actions, condition=condition)
    except UpdateError as error:
        if error.cause_response_code != _CONDITION:
            raise
        return False
    return True
