"""Users in DynamoDB: each in its tenant's partition, and a row by which a token's subject finds it."""

from collections.abc import Callable

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from luneo.accounts.models import SUBJECT_LEAD, SUBJECT_ROW, User, UserSubject
from luneo.brands.models import Brand
from luneo.identity.caller import TenantContext
from luneo.storage import transaction

Opening = Callable[[TransactWrite, TenantContext], None]


class UserDirectory:
    """Finds users by the subject of their tokens; the one reader that starts without a tenant."""

    def by_subject(self, subject: str) -> User | None:
        """The user whom Cognito calls ``subject``."""
        try:
            found = UserSubject.get(f"{SUBJECT_LEAD}{subject}", SUBJECT_ROW, consistent_read=True)
            tenant = TenantContext(found.tenant_id)
            return User.get(tenant.partition, found.user_id, consistent_read=True)
        except (UserSubject.DoesNotExist, User.DoesNotExist):
            return None


class BrandOpening:
    """Writes a new brand, its owner and what each of ``openings`` adds (credits, an event), all or nothing."""

    def __init__(self, *openings: Opening) -> None:
        self._openings = openings

    def open(self, brand: Brand, owner: User) -> bool:
        """Whether the brand was opened; not where the owner's subject has one already, even this very moment."""
        claim = UserSubject(f"{SUBJECT_LEAD}{owner.subject}", tenant_id=owner.tenant_id, user_id=owner.row)
        try:
            with transaction() as writes:
                writes.save(claim, condition=UserSubject.partition.does_not_exist())
                writes.save(brand, condition=Brand.partition.does_not_exist())
                writes.save(owner, condition=User.partition.does_not_exist())
                for opening in self._openings:
                    opening(writes, TenantContext(owner.tenant_id))
        except TransactWriteError as error:
            reasons = error.cancellation_reasons
            if reasons and reasons[0] and reasons[0].code == "ConditionalCheckFailed":
                return False
            raise
        return True
