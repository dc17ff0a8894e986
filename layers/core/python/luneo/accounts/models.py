"""Rows of people who sign in."""

from typing import ClassVar

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from luneo.resources import Table
from luneo.storage import LuneoModel

SUBJECT_LEAD = "SUBJECT#"
SUBJECT_ROW = "SUBJECT"


class User(LuneoModel):
    """A member of a brand; ``row`` is the user's id, ``role`` is a :class:`luneo.identity.permissions.Role`."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.USERS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    subject = UnicodeAttribute()
    email = UnicodeAttribute()
    role = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()


class UserSubject(LuneoModel):
    """Who a user is, found by what Cognito calls it (the ``sub`` claim). It also holds one subject to one brand."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.USERS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True, default=SUBJECT_ROW)
    tenant_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
