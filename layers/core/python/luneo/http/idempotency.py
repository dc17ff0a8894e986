"""``Idempotency-Key`` as Stripe honours it, for every POST that creates or charges.

Same key and body: the stored status and body come back, errors after execution began included. Same key, another body:
409. The first still running: 409 with ``Retry-After``. Refusals of the input are not stored, so a mended request may
use the key again. Powertools' utility re-executes after an exception, so it serves our internal events, not this.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luneo.errors import Conflict, Fault, Invalid

if TYPE_CHECKING:
    from luneo.http.models import StoredAnswer

KEEP_S = 24 * 3600
LOCK_S = 60
MAX_KEY = 255
REPLAYED = {"idempotency-replayed": "true"}
HEADER_POINTER = "#/headers/idempotency-key"
_INPUT_REFUSALS = frozenset({400, 401, 403, 413, 422, 429})


class KeyReused(Conflict):
    """The key belongs to a request with another body."""

    slug = "idempotency-key-reused"
    title = "This idempotency key was used for another request"


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    slug = "idempotency-in-progress"
    title = "The first request with this key is still running"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One caller's attempt: ``scope`` is the tenant's partition and the caller, ``key`` the route and client key."""

    scope: str
    key: str
    fingerprint: str

    @classmethod
    def of(cls, scope: str, route: str, client_key: str, payload: bytes) -> "Attempt":
        """Name an attempt.

        Raises:
            Invalid: the client's key is empty or too long.
        """
        if not 0 < len(client_key) <= MAX_KEY:
            detail = f"An Idempotency-Key has 1 to {MAX_KEY} characters."
            raise Invalid(detail, faults=[Fault(HEADER_POINTER, detail)])
        return cls(scope, f"{route}#{_sha256(client_key.encode())}", _sha256(payload))

    def begin(self) -> dict[str, Any] | None:
        """Claim the attempt; the stored response instead, where there is one.

        Raises:
            KeyReused: another body was sent with this key.
            StillRunning: the first request is under way.
        """
        from pynamodb.exceptions import PutError

        from luneo.http.models import StoredAnswer

        now = int(time.time())
        row = StoredAnswer(
            self.scope,
            self.key,
            fingerprint=self.fingerprint,
            locked_until=now + LOCK_S,
            expires=now + KEEP_S,
        )
        crashed = StoredAnswer.status.does_not_exist() & (StoredAnswer.locked_until < now)
        same = StoredAnswer.fingerprint == self.fingerprint
        free = StoredAnswer.scope.does_not_exist() | (StoredAnswer.expires < now) | (crashed & same)
        try:
            row.save(condition=free)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return self._replay(StoredAnswer.get(self.scope, self.key, consistent_read=True))
        return None

    def _replay(self, stored: "StoredAnswer") -> dict[str, Any]:
        if stored.fingerprint != self.fingerprint:
            raise KeyReused("This key came with another body before. Use a new key for a new request.")
        if stored.status is None:
            raise StillRunning("The first request with this key is still running.", headers={"retry-after": "1"})
        headers = json.loads(stored.headers or "{}") | REPLAYED
        return {"statusCode": int(stored.status), "headers": headers, "body": stored.body}

    def finish(self, response: dict[str, Any]) -> None:
        """Store the answer; forget the attempt where the input was refused."""
        from luneo.http.models import StoredAnswer

        row = StoredAnswer(self.scope, self.key)
        if response["statusCode"] in _INPUT_REFUSALS:
            row.delete()
            return
        row.update(
            [
                StoredAnswer.status.set(response["statusCode"]),
                StoredAnswer.headers.set(json.dumps(response["headers"])),
                StoredAnswer.body.set(response["body"]),
            ]
        )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
