"""Designs and their links in DynamoDB."""

from collections.abc import Iterator

from pynamodb.exceptions import TransactWriteError

from luneo.designs.models import SHARE_LEAD, SHARE_ROW, Design, SharedLink
from luneo.errors import Conflict, NotFound
from luneo.identity.caller import Caller, TenantContext
from luneo.ids import Prefix, is_id
from luneo.outbox import outbox
from luneo.outbox.events import DesignShared
from luneo.storage import transaction

KIND = "design"


class DesignRepository:
    """The designs that a caller may see: a shopper its own, members and keys all of their brand's."""

    def __init__(self, caller: Caller) -> None:
        self._tenant = caller.tenant
        self._only = caller.owner_filter

    def get(self, design_id: str) -> Design:
        """One design.

        Raises:
            NotFound: the caller knows no such design.
        """
        if not is_id(Prefix.DESIGN, design_id):
            raise NotFound(KIND)
        try:
            design = Design.get(self._tenant.partition, design_id, consistent_read=True)
        except Design.DoesNotExist:
            raise NotFound(KIND) from None
        if self._only not in {None, design.subject}:
            raise NotFound(KIND)
        return design

    def newest_first(self, after: str | None) -> Iterator[Design]:
        """The designs, from the one after ``after`` on."""
        if self._only is None:
            return Design.query(
                self._tenant.partition,
                Design.row.startswith(Prefix.DESIGN),
                scan_index_forward=False,
                last_evaluated_key=self._position(after, {}),
                consistent_read=True,
            )
        owner = owner_key(self._tenant.partition, self._only)
        return Design.by_owner.query(
            owner, scan_index_forward=False, last_evaluated_key=self._position(after, {"owner": {"S": owner}})
        )

    def _position(self, after: str | None, index_key: dict[str, dict[str, str]]) -> dict[str, dict[str, str]] | None:
        if after is None:
            return None
        return {"partition": {"S": self._tenant.partition}, "row": {"S": after}} | index_key

    def add(self, design: Design) -> None:
        """Write a new design."""
        design.save(condition=Design.row.does_not_exist())

    def save(self, design: Design, *, closing: str | None = None, opening: str | None = None) -> None:
        """Write a changed design as its next version, closing one link and opening another (by their digests).

        An opened link is told of by an event.

        Raises:
            Conflict: somebody else changed or deleted it since it was read.
        """
        seen = design.version
        design.version = seen + 1
        try:
            with transaction() as writes:
                writes.save(design, condition=Design.version == seen)
                if closing:
                    writes.delete(SharedLink(SHARE_LEAD + closing, SHARE_ROW))
                if opening:
                    writes.save(
                        SharedLink(
                            SHARE_LEAD + opening, SHARE_ROW, tenant_id=self._tenant.tenant_id, design_id=design.row
                        )
                    )
                    outbox.add(writes, DesignShared(self._tenant.tenant_id, design.row))
        except TransactWriteError as error:
            raise _changed(error) from None

    def delete(self, design: Design) -> None:
        """Delete a design with its link.

        Raises:
            Conflict: somebody else changed it since it was read.
        """
        try:
            with transaction() as writes:
                writes.delete(design, condition=Design.version == design.version)
                if design.share_digest:
                    writes.delete(SharedLink(SHARE_LEAD + design.share_digest, SHARE_ROW))
        except TransactWriteError as error:
            raise _changed(error) from None


class SharedDesigns:
    """Designs by the digest of their link: the one reader of designs that starts without a caller."""

    def by_digest(self, digest: str) -> Design | None:
        """The design that the link opens."""
        try:
            link = SharedLink.get(SHARE_LEAD + digest, SHARE_ROW, consistent_read=True)
            partition = TenantContext(link.tenant_id).partition
            design = Design.get(partition, link.design_id, consistent_read=True)
        except (SharedLink.DoesNotExist, Design.DoesNotExist):
            return None
        return design if design.share_digest == digest else None


def owner_key(partition: str, subject: str) -> str:
    """Whose a design is, led by the tenant."""
    return f"{partition}#{subject}"


def _changed(error: TransactWriteError) -> Exception:
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
        return Conflict("Somebody else changed the design at the same time. Read it again, then repeat the change.")
    return error
