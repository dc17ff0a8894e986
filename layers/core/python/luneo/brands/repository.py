"""Brands, their origins and their keys in DynamoDB."""

from collections.abc import Collection, Iterator
from datetime import datetime

from pynamodb.exceptions import TransactWriteError

from luneo.brands.models import BRAND_ROW, DIGEST_LEAD, ORIGIN_LEAD, AllowedOrigin, ApiKey, Brand, KeyDigest
from luneo.brands.origins import MAX_ORIGIN
from luneo.errors import Conflict, NotFound
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, is_id
from luneo.storage import transaction

KEY_KIND = "key"


class BrandRepository:
    """One tenant's brand."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant

    def get(self) -> Brand:
        """The brand.

        Raises:
            NotFound: the tenant has none any more.
        """
        try:
            return Brand.get(self._tenant.partition, BRAND_ROW, consistent_read=True)
        except Brand.DoesNotExist:
            raise NotFound("brand") from None

    def save(self, brand: Brand, *, added: Collection[str] = (), removed: Collection[str] = ()) -> None:
        """Write the brand as its next version, and its origins' look-ups with it.

        Raises:
            Conflict: somebody else changed it since it was read.
        """
        seen = brand.version
        brand.version = seen + 1
        try:
            with transaction() as writes:
                writes.save(brand, condition=Brand.version == seen)
                for origin in added:
                    writes.save(self._allowed(origin))
                for origin in removed:
                    writes.delete(self._allowed(origin))
        except TransactWriteError as error:
            raise _changed(error) from None

    def _allowed(self, origin: str) -> AllowedOrigin:
        return AllowedOrigin(ORIGIN_LEAD + origin, self._tenant.partition)


class OriginDirectory:
    """Which origins anybody allows: all that a preflight can be judged by."""

    def is_allowed(self, origin: str) -> bool:
        """Whether some brand lists the origin."""
        if len(origin) > MAX_ORIGIN:
            return False
        return any(True for _ in AllowedOrigin.query(ORIGIN_LEAD + origin, limit=1, consistent_read=True))


class KeyRepository:
    """One tenant's keys; each is two rows, the brand's own and the one found by its digest."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant

    def newest_first(self, after: str | None) -> Iterator[ApiKey]:
        """The keys that still open something, from the one after ``after`` on."""
        start = {"partition": {"S": self._tenant.partition}, "row": {"S": after}} if after else None
        return ApiKey.query(
            self._tenant.partition,
            ApiKey.row.startswith(Prefix.KEY),
            ApiKey.revoked_at.does_not_exist(),
            scan_index_forward=False,
            last_evaluated_key=start,
            consistent_read=True,
        )

    def add(self, key: ApiKey) -> None:
        """Write a new key."""
        with transaction() as writes:
            writes.save(key, condition=ApiKey.row.does_not_exist())
            writes.save(self._lookup(key), condition=KeyDigest.row.does_not_exist())

    def revoke(self, key_id: str, moment: datetime) -> None:
        """Have a key open nothing from now on; again changes nothing.

        Raises:
            NotFound: the tenant has no such key.
        """
        if not is_id(Prefix.KEY, key_id):
            raise NotFound(KEY_KIND)
        try:
            key = ApiKey.get(self._tenant.partition, key_id, consistent_read=True)
        except ApiKey.DoesNotExist:
            raise NotFound(KEY_KIND) from None
        if key.is_revoked:
            return
        lookup = self._lookup(key)
        with transaction() as writes:
            writes.update(key, [ApiKey.revoked_at.set(moment)])
            writes.update(lookup, [KeyDigest.revoked_at.set(moment)])

    def _lookup(self, key: ApiKey) -> KeyDigest:
        return KeyDigest(DIGEST_LEAD + key.digest, key.row, tenant_id=self._tenant.tenant_id, kind=key.kind)


class KeyDirectory:
    """Whose a key is; the one reader of keys that starts without a tenant."""

    def by_digest(self, digest: str) -> KeyDigest | None:
        """The key with this SHA-256, revoked or not."""
        found = KeyDigest.query(DIGEST_LEAD + digest, limit=1, consistent_read=True)
        return next(iter(found), None)


def _changed(error: TransactWriteError) -> Exception:
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
        return Conflict("Somebody else changed the brand at the same time. Read it again, then repeat the change.")
    return error
