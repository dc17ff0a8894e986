"""Rows of a brand: the brand itself, the origins its widget may run on, its API keys."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from luneo.resources import Table
from luneo.storage import LuneoModel

BRAND_ROW = "BRAND"
ORIGIN_LEAD = "ORIGIN#"
DIGEST_LEAD = "DIGEST#"


class Brand(LuneoModel):
    """A tenant. ``domains`` are origins; ``version`` counts the changes and guards against lost ones.

    Its products are named in ``locale``; ``languages`` are what its shops speak besides. ``image_providers`` are the
    only ones that may be asked, in this order; none stands for the deployment's own order.
    ``file_naming`` names the files of bundles (:func:`luneo.fabrication.bundle.check_template`); none stands for ours.
    ``profile`` and ``moderation`` are read by :mod:`luneo.brands.rules`; a brand that never set them has neither.
    """

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.BRANDS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True, default=BRAND_ROW)
    tenant_id = UnicodeAttribute()
    name = UnicodeAttribute()
    locale = UnicodeAttribute()
    languages = JSONAttribute(default=list)
    domains = JSONAttribute(default=list)
    image_providers = JSONAttribute(default=list)
    detail = UnicodeAttribute(null=True)
    file_naming = UnicodeAttribute(null=True)
    profile = JSONAttribute(default=dict)
    moderation = JSONAttribute(default=dict)
    version = NumberAttribute(default=1)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()


class AllowedOrigin(LuneoModel):
    """That a brand allows an origin, found by the origin: a browser's preflight names nothing else."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.BRANDS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)


class ApiKey(LuneoModel):
    """A key as its brand sees it: everything but the key, of which ``hint`` shows the two ends."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.KEYS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    hint = UnicodeAttribute()
    digest = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    revoked_at = UTCDateTimeAttribute(null=True)

    @property
    def is_revoked(self) -> bool:
        """Whether it opens nothing any more."""
        return bool(self.revoked_at)


class KeyDigest(LuneoModel):
    """Whose a key is, found by its SHA-256. Not an index: a revocation must be seen by the very next request."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.KEYS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    revoked_at = UTCDateTimeAttribute(null=True)

    @property
    def is_revoked(self) -> bool:
        """Whether it opens nothing any more."""
        return bool(self.revoked_at)
