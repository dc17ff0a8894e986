import json

import pytest

from local import asl_lint
from local.asl_lint import AslValidatorMissing, lint_asl

FINE = {
    "StartAt": "Make",
    "States": {"Make": {"Type": "Task", "Resource": "${GenerateImage}", "TimeoutSeconds": 30, "End": True}},
}


def write(tmp_path, document):
    path = tmp_path / "machine.asl.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def test_a_sound_machine_with_placeholders_has_no_faults(tmp_path):
    assert lint_asl(write(tmp_path, FINE)) == []


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Nowhere"}}}, "target: Nowhere"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}, "terminal state"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pas", "End": True}}}, "States/A"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass", "ResultPath": "no", "End": True}}}, "ResultPath"),
        ("{", "machine.asl.json"),
    ],
)
def test_a_faulty_machine_is_told_what_is_wrong(tmp_path, document, fault):
    assert fault in "\n".join(lint_asl(write(tmp_path, document)))


def test_a_missing_linter_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(asl_lint, "_VALIDATOR", tmp_path / "absent")
    with pytest.raises(AslValidatorMissing, match="npm ci"):
        lint_asl(write(tmp_path, FINE))
