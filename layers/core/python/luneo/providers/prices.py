"""What an answer costs: the providers' published prices by date, applied to the counters of the answer itself.

Per million tokens: text in, image in, image out; one dollar per million is one micro-dollar each. Read on 24 November
2026: gpt-image-1-mini on OpenAI's own page, the others as third parties quote OpenAI. Check them against the account's
invoice before a budget hangs on them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

Prices = Mapping[str, Decimal]
"""Micro-dollars for one of a counter."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices by model from a day on; a model that it does not name has none that we know."""

    since: date
    models: Mapping[str, Prices]


def _tokens(text_input: str, image_input: str, image_output: str) -> Prices:
    return {
        "text_input_tokens": Decimal(text_input),
        "image_input_tokens": Decimal(image_input),
        "image_output_tokens": Decimal(image_output),
    }


_GPT_IMAGE_2: Final = _tokens("5", "8", "30")
PRICE_LISTS: Final = (
    PriceList(
        date(2026, 11, 5),
        {
            "gpt-image-2": _GPT_IMAGE_2,
            "gpt-image-2.5-flare": _GPT_IMAGE_2,
            "gpt-image-2.5-sunburst": _GPT_IMAGE_2,
            "gpt-image-2.6-flare": _GPT_IMAGE_2,
            "gpt-image-2.6-sunburst": _GPT_IMAGE_2,
            "gpt-image-1-mini": _tokens("2", "2.5", "8"),
        },
    ),
)
"""Oldest first. A change of price is a new list; what was stored before stays as it was."""
# A dated snapshot costs what its model does.
_SNAPSHOT: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def prices_of(model: str, on: date) -> Prices | None:
    """The prices of a model on a day; ``None`` where none is known."""
    for prices in reversed(PRICE_LISTS):
        if prices.since <= on:
            return prices.models.get(_SNAPSHOT.sub("", model))
    return None


def cost_microdollars(model: str, usage: Mapping[str, int], on: date) -> int | None:
    """What the counted use of a model cost, in millionths of a US dollar; ``None`` rather than a guess.

    That is where no price is known, the answer counts nothing, or counts something that has no price.
    """
    prices = prices_of(model, on)
    if not prices or not usage or set(usage) - set(prices):
        return None
    total = sum((prices[counter] * count for counter, count in usage.items()), Decimal(0))
    return int(total.quantize(Decimal(1), ROUND_HALF_UP))
