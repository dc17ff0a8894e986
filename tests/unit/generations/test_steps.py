import pytest

from luneo.generations.steps import BY_RULES, DETAIL, THREE_D, WEIGHTS, Status, Step, progress


def test_nothing_done_is_no_progress():
    assert progress(frozenset(), three_d=True) == 0


@pytest.mark.parametrize("left_out", [frozenset(), THREE_D, BY_RULES, THREE_D | BY_RULES])
def test_progress_grows_with_every_step_up_to_one(left_out: frozenset[Step]):
    due = [step for step in Step if step not in left_out | DETAIL]

    shares = [
        progress(frozenset(due[:count]), three_d=not left_out & THREE_D, by_rules=not left_out & BY_RULES)
        for count in range(len(due) + 1)
    ]

    assert shares == sorted(set(shares))
    assert shares[-1] == 1


def test_every_step_has_a_share():
    assert set(WEIGHTS) == set(Step)


def test_only_the_ends_are_final():
    assert {status for status in Status if status.is_final} == {Status.SUCCEEDED, Status.FAILED, Status.CANCELLED}
