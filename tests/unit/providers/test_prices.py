from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.providers.prices import PRICE_LISTS, cost_microdollars, prices_of

TODAY = date(2026, 11, 24)
USAGE = {"text_input_tokens": 50, "image_input_tokens": 0, "image_output_tokens": 1056}


@pytest.mark.parametrize("model", ["gpt-image-2.6-flare", "gpt-image-2.5-flare-2026-09-08", "gpt-image-2"])
def test_tokens_are_charged_by_their_kind(model: str):
    assert cost_microdollars(model, USAGE, TODAY) == 50 * 5 + 1056 * 30


def test_fractions_of_a_microdollar_are_rounded():
    assert cost_microdollars("gpt-image-1-mini", {"image_input_tokens": 3}, TODAY) == 8


@pytest.mark.parametrize(
    ("model", "usage"),
    [("unheard-of", USAGE), ("gpt-image-2", {}), ("gpt-image-2", USAGE | {"audio_tokens": 1})],
)
def test_a_cost_is_never_guessed(model: str, usage: dict[str, int]):
    assert cost_microdollars(model, usage, TODAY) is None


def test_nothing_is_priced_before_the_first_list():
    assert prices_of("gpt-image-2", PRICE_LISTS[0].since - timedelta(days=1)) is None


def test_the_lists_stand_in_the_order_of_their_days():
    days = [prices.since for prices in PRICE_LISTS]
    assert days == sorted(set(days))


@given(st.dictionaries(st.sampled_from(sorted(USAGE)), st.integers(0, 10**7), min_size=1))
def test_more_tokens_never_cost_less(usage: dict[str, int]):
    more = {counter: count + 1 for counter, count in usage.items()}
    less, greater = (cost_microdollars("gpt-image-2", counted, TODAY) for counted in (usage, more))
    assert less < greater
