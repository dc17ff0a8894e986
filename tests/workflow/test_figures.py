"""The figures that a generation leaves behind: written with what happened, once."""

import json
from collections import Counter

import pytest

from functions.tasks.settle_abandoned import handler as settle_abandoned
from luneo.ports.images import ProviderRejected
from tests.fakes.products import STEPS
from tests.workflow.conftest import KILLED_AFTER_WORK, Workshop
from tests.workflow.test_faults import status_change


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


def ends(written: list[dict]) -> Counter:
    return Counter((line["outcome"], line["reason"]) for line in written if "GenerationsEnded" in line)


def test_a_success_tells_steps_provider_and_credits_once(workshop: Workshop, capsys: pytest.CaptureFixture[str]):
    workshop.faults["settle_credits"].append(KILLED_AFTER_WORK)

    workshop.make(workshop.wish(product_id=workshop.product(whole=True)))

    written = lines(capsys)
    assert Counter(line["step"] for line in written if "StepDuration" in line) == Counter(step.value for step in STEPS)
    assert ends(written) == {("succeeded", "none"): 1}
    assert [line["CreditsSpent"] for line in written if "CreditsSpent" in line] == [[1.0]]
    usage = {(line["provider"], line["counter"]): line["ProviderUsage"] for line in written if "ProviderUsage" in line}
    assert usage == {("fake", "answers"): [1.0], ("fake", "pictures"): [1.0]}


def test_a_failure_tells_its_reason_once(workshop: Workshop, capsys: pytest.CaptureFixture[str]):
    workshop.images.answers.append(ProviderRejected("No."))
    workshop.faults["fail_generation"].append(KILLED_AFTER_WORK)

    row = workshop.make()
    workshop.call(settle_abandoned, status_change(workshop, row.generation_id, "FAILED"))

    written = lines(capsys)
    assert ends(written) == {("failed", "provider-rejected"): 1}
    assert not any("CreditsSpent" in line for line in written)
