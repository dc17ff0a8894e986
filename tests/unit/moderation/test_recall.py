"""How much our own layer finds, and how rarely it is wrong, on the labelled wishes of ``wishes.tsv``."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from luneo.moderation.policy import PLATFORM
from luneo.moderation.screening import Finding, screen
from luneo.prompts.prepare import prepare_prompt

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "moderation.md"
# Things described without their usual word, and wishes that no term was added for: the second layer's part.
PARAPHRASED, UNSEEN = "paraphrased", "unseen"
RECALL_FLOOR = 0.97
FLOOR_PER_DISGUISE = 0.8
UNSEEN_FLOOR = 0.55
FALSE_BLOCK_CEILING = 0.01


@dataclass(frozen=True)
class Wish:
    verdict: str
    category: str
    language: str
    disguise: str
    text: str

    @property
    def unsafe(self) -> bool:
        return self.verdict == "unsafe"


WISHES = [
    Wish(**row)
    for row in csv.DictReader(
        Path(__file__).with_name("wishes.tsv").read_text().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
]


@pytest.fixture(scope="module")
def judged() -> list[tuple[Wish, Finding | None]]:
    """Every wish as it comes in by the door that all wishes come in by, and what was found in it."""
    return [(wish, screen(prepare_prompt(wish.text).text, PLATFORM)) for wish in WISHES]


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def recall(judged: list[tuple[Wish, Finding | None]]) -> float:
    return share([bool(found) for wish, found in judged if wish.unsafe and wish.disguise not in {PARAPHRASED, UNSEEN}])


def by_disguise(judged: list[tuple[Wish, Finding | None]]) -> dict[str, list[bool]]:
    found = defaultdict(list)
    for wish, finding in judged:
        if wish.unsafe:
            found[wish.disguise].append(bool(finding))
    return found


def false_blocks(judged: list[tuple[Wish, Finding | None]]) -> list[str]:
    return [wish.text for wish, finding in judged if finding and not wish.unsafe]


def test_the_wishes_are_many_in_both_languages_and_every_disguise():
    assert len({wish.text for wish in WISHES}) > 800
    assert {wish.language for wish in WISHES} == {"en", "fr"}
    assert len({wish.disguise for wish in WISHES}) == 21


def test_what_is_named_is_found_in_every_disguise(judged):
    assert recall(judged) >= RECALL_FLOOR
    shares = {disguise: share(found) for disguise, found in by_disguise(judged).items()}
    assert [disguise for disguise, of in shares.items() if of < FLOOR_PER_DISGUISE] == [UNSEEN]
    assert shares[UNSEEN] >= UNSEEN_FLOOR


def test_harmless_wishes_pass(judged):
    safe = [wish for wish in WISHES if not wish.unsafe]
    assert len(false_blocks(judged)) <= FALSE_BLOCK_CEILING * len(safe), false_blocks(judged)


def test_nothing_plainly_named_is_put_down_to_a_lesser_category(judged):
    wrong = {
        wish.text: (finding.category, wish.category)
        for wish, finding in judged
        if wish.unsafe and wish.disguise == "none" and finding and finding.category != wish.category
    }
    assert len(wrong) <= 2, wrong


def test_the_guide_states_what_is_measured(judged):
    lines = [
        f"| {disguise} | {len(found)} | {share(found):.2f} |" for disguise, found in sorted(by_disguise(judged).items())
    ]
    safe = sum(not wish.unsafe for wish in WISHES)
    lines += [
        f"recall {recall(judged):.3f}",
        f"{len(false_blocks(judged))} of {safe} harmless wishes blocked",
    ]
    text = GUIDE.read_text()
    assert [line for line in lines if line not in text] == []
