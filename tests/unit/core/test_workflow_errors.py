import json

import pytest

from luneo.ports.images import ProviderRejected
from luneo.workflow.errors import DETAILS, from_cause, to_cause


def lambda_cause(message):
    return json.dumps({"errorMessage": message, "errorType": "X", "stackTrace": []})


def test_a_tasks_refusal_comes_back_as_its_reason_and_detail():
    cause = lambda_cause(to_cause(ProviderRejected("Not this one.")))
    assert from_cause("ProviderRejected", cause) == {"reason": "provider-rejected", "detail": "Not this one."}


@pytest.mark.parametrize(
    ("name", "cause", "reason"),
    [
        ("States.Timeout", "", "timed-out"),
        ("Sandbox.Timedout", lambda_cause("RequestId: x Error: Task timed out after 25.00 seconds"), "timed-out"),
        ("KeyError", lambda_cause("'x'"), "internal-error"),
        ("Lambda.Unknown", "the platform said something", "internal-error"),
        ("Runtime.ExitError", "null", "internal-error"),
        ("Odd", lambda_cause("[1, 2]"), "internal-error"),
    ],
)
def test_anything_else_has_one_of_two_reasons(name, cause, reason):
    assert from_cause(name, cause) == {"reason": reason, "detail": DETAILS[reason]}
