import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.errors import Invalid
from luneo.pagination import page, start_after
from luneo.schema import Page, PageQuery


def pages(rows: list[str], limit: int, of_list: str = "TENANT#1#things") -> list[list[str]]:
    found, cursor = [], None
    while True:
        query = PageQuery(limit=limit, cursor=cursor)
        after = start_after(query, of_list)
        rest = [row for row in rows if after is None or row > after]
        answer: Page[str] = page(rest, query, of_list, str, str)
        found.append(answer.items)
        cursor = answer.next_cursor
        if cursor is None:
            return found


@given(st.sets(st.text(min_size=1, max_size=8), max_size=30), st.integers(1, 10))
def test_the_pages_hold_every_row_once_in_order(rows: set[str], limit: int):
    found = pages(sorted(rows), limit)

    assert [row for items in found for row in items] == sorted(rows)
    assert all(len(items) == limit for items in found[:-1])
    assert found[-1] or not rows


@given(st.text(max_size=100))
def test_garbage_is_refused_at_its_place(text: str):
    with pytest.raises(Invalid) as refusal:
        start_after(PageQuery(cursor=text), "TENANT#1#things")

    assert [fault.pointer for fault in refusal.value.faults] == ["#/cursor"]


@pytest.mark.parametrize("content", [[], {}, {"list": "x"}, {"list": "x", "last": "row"}, None, "[" * 5000])
def test_what_only_looks_like_a_cursor_is_refused(content: object):
    text = content if isinstance(content, str) else json.dumps(content)

    with pytest.raises(Invalid):
        start_after(PageQuery.model_construct(limit=1, cursor=base64.urlsafe_b64encode(text.encode()).decode()), "list")


def test_a_cursor_of_another_list_is_refused_with_the_same_words():
    cursor = page(["a", "b"], PageQuery(limit=1), "TENANT#1#things", str, str).next_cursor

    def refusal(text: str | None) -> str:
        with pytest.raises(Invalid) as refused:
            start_after(PageQuery(cursor=text), "TENANT#2#things")
        return refused.value.detail

    assert refusal(cursor) == refusal("garbage")
