"""Rows of a brand's reference pictures."""

from typing import ClassVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from luneo.resources import Table
from luneo.storage import LuneoModel

REFERENCE_LEAD = "REFERENCE#"


class Reference(LuneoModel):
    """A picture whose look the brand's designs take after, at ``key`` of the production bucket."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.BRANDS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    key = UnicodeAttribute()
    width_px = NumberAttribute()
    height_px = NumberAttribute()
    created_at = UTCDateTimeAttribute()

    @property
    def reference_id(self) -> str:
        """Its identifier."""
        return str(self.row).removeprefix(REFERENCE_LEAD)
