"""Opaque cursors that work for one list of one tenant.

A cursor holds the last row's sort key and the hash of the list it was made for. It needs no signature: the partition
comes from the caller's verified tenant and never from the cursor, so a forged one only moves within the caller's own
list, and one made for another tenant, owner or list is refused like garbage.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from luneo.errors import Invalid
from luneo.schema import Page, PageQuery

CURSOR_POINTER = "#/cursor"
_LIST = "list"
_LAST = "last"

Row = TypeVar("Row")
Item = TypeVar("Item")


def start_after(query: PageQuery, of_list: str) -> str | None:
    """The sort key to go on from, ``None`` at the start; ``of_list`` names the list, its tenant included.

    Raises:
        Invalid: no cursor of this list.
    """
    if query.cursor is None:
        return None
    refusal = Invalid.at(CURSOR_POINTER, "Use a `next_cursor` of this list as it came, or none to start again.")
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(content, dict) or content.get(_LIST) != _fingerprint(of_list):
        raise refusal
    last = content.get(_LAST)
    if not isinstance(last, str) or not last:
        raise refusal
    return last


def page(
    rows: Iterable[Row], query: PageQuery, of_list: str, key: Callable[[Row], str], view: Callable[[Row], Item]
) -> Page[Item]:
    """One page of ``rows``, of which one more than ``query.limit`` is read to see whether there is a next page."""
    found = list(islice(rows, query.limit + 1))
    shown = found[: query.limit]
    more = len(found) > query.limit
    return Page(items=[view(row) for row in shown], next_cursor=_cursor(of_list, key(shown[-1])) if more else None)


def _cursor(of_list: str, last: str) -> str:
    content = json.dumps({_LIST: _fingerprint(of_list), _LAST: last}, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).rstrip(b"=").decode()


def _fingerprint(of_list: str) -> str:
    return hashlib.sha256(of_list.encode()).hexdigest()[:16]
