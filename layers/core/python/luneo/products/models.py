"""Rows of a brand's catalogue: products, and the uploads on their way to one."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from luneo.resources import Table
from luneo.storage import ExpiringModel, LuneoModel


class Product(LuneoModel):
    """A product.

    ``draft`` is what the brand edits (:class:`luneo.products.schemas.ProductDraft`), ``published`` what shoppers get
    until the next publication (:class:`luneo.products.schemas.PublishedProduct`). ``version`` counts every change;
    ``published_version`` is the version of the draft that was published. ``preparation`` is the last preparation of a
    version (:class:`luneo.products.preparation.Preparation`), ``preparing`` its id while it is under way: whoever ends
    it takes that away in the same write, so it ends once.
    """

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.PRODUCTS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    draft = JSONAttribute()
    published = JSONAttribute(null=True)
    version = NumberAttribute(default=1)
    published_version = NumberAttribute(null=True)
    preparation = JSONAttribute(null=True)
    preparing = UnicodeAttribute(null=True)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()


class Upload(ExpiringModel):
    """A file that a brand was allowed to upload for a product, at ``key`` of the uploads bucket."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.PRODUCTS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    product_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    key = UnicodeAttribute()
    content_type = UnicodeAttribute()
    size_bytes = NumberAttribute()
