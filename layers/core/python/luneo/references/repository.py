"""Reference pictures in storage."""

from luneo.errors import NotFound
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, is_id
from luneo.references.models import REFERENCE_LEAD, Reference

KIND = "reference picture"
MAX_REFERENCES = 16
"""As many as providers take into account at once."""


class ReferenceRepository:
    """One tenant's reference pictures."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant

    def all(self) -> list[Reference]:
        """All of them, in an order that lasts; never more than :data:`MAX_REFERENCES`."""
        lead = Reference.row.startswith(REFERENCE_LEAD)
        return list(Reference.query(self._tenant.partition, lead, consistent_read=True, limit=MAX_REFERENCES))

    def get(self, reference_id: str) -> Reference:
        """One of them.

        Raises:
            NotFound: the tenant has no such picture.
        """
        if not is_id(Prefix.REFERENCE, reference_id):
            raise NotFound(KIND)
        try:
            return Reference.get(self._tenant.partition, REFERENCE_LEAD + reference_id, consistent_read=True)
        except Reference.DoesNotExist:
            raise NotFound(KIND) from None

    def put(self, reference: Reference) -> None:
        """Write one; the same again changes nothing."""
        reference.save()

    def remove(self, reference: Reference) -> None:
        """Forget one; doing so twice changes nothing."""
        reference.delete()
