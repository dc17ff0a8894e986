"""Rows of saved designs, and of the links that share one."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from luneo.resources import Table
from luneo.storage import LuneoModel

SHARE_LEAD = "SHARE#"
SHARE_ROW = "SHARE"


class DesignsByOwner(GlobalSecondaryIndex["Design"]):  # type: ignore[no-untyped-call]  # pynamodb has no hint there
    """A shopper's own designs, in the order they were made; the owner is led by the tenant."""

    class Meta:
        index_name = "by_owner"
        projection = AllProjection()

    owner = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)


class Design(LuneoModel):
    """A finished generation that somebody kept, under a name.

    ``content`` holds what a page shows (:class:`luneo.designs.schemas.DesignContent`), copied at saving so that it
    stays when the generation is forgotten. ``share_digest`` is the SHA-256 of the link that is open, if one is.
    """

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.DESIGNS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    owner = UnicodeAttribute()
    subject = UnicodeAttribute()
    name = UnicodeAttribute()
    generation_id = UnicodeAttribute()
    content = JSONAttribute()
    share_digest = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()
    by_owner = DesignsByOwner()


class SharedLink(LuneoModel):
    """Which design a link opens, found by the SHA-256 of the link's token."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.DESIGNS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True, default=SHARE_ROW)
    tenant_id = UnicodeAttribute()
    design_id = UnicodeAttribute()
