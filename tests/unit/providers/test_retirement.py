"""The check before a deployment, down to the command, against OpenAI's model list as the SDK reads it."""

from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest

from local.cli import run
from luneo.adapters.openai import provider
from luneo.adapters.openai.models import offered_models
from luneo.providers.retirement import NOTICE_DAYS, OfferedModel, Standing, finding
from stacks.environments import ENVIRONMENTS
from tests.unit.adapters.openai.wire import client_answering, problem

TODAY = date(2026, 11, 24)
CONFIGURED = ENVIRONMENTS["prod"].image_model


def listed(**ends: str | None) -> httpx2.Response:
    models = [
        {"id": name.replace("_", "-"), "object": "model", "created": 1, "owned_by": "openai", "shutdown_date": end}
        for name, end in ends.items()
    ]
    return httpx2.Response(200, json={"object": "list", "data": models})


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (None, Standing.LIVE),
        (NOTICE_DAYS + 1, Standing.LIVE),
        (NOTICE_DAYS, Standing.ENDING),
        (1, Standing.ENDING),
        (0, Standing.RETIRED),
        (-30, Standing.RETIRED),
    ],
)
def test_a_models_end_is_told_in_time(days: int | None, standing: Standing):
    end = None if days is None else TODAY + timedelta(days=days)
    assert finding("m", [OfferedModel("other"), OfferedModel("m", end)], TODAY).standing is standing


def test_a_model_that_the_account_does_not_list_is_missing():
    assert finding("m", [OfferedModel("other")], TODAY).standing is Standing.MISSING


def test_the_list_is_read_with_its_dates():
    offers = offered_models(client_answering(listed(gpt_image_2=None, gpt_image_1_mini="2026-12-01")))
    assert offers == [OfferedModel("gpt-image-2"), OfferedModel("gpt-image-1-mini", date(2026, 12, 1))]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch):
    """Give OpenAI's answer to the command."""

    def give(answer: httpx2.Response) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setattr(provider, "connect", lambda _key, timeout_s: client_answering(answer))

    return give


def test_a_live_model_lets_the_deployment_pass(answered, capsys: pytest.CaptureFixture[str]):
    answered(listed(**{CONFIGURED: None}))
    assert run(["providers", "check"]) == 0
    assert f"{CONFIGURED}: live" in capsys.readouterr().out


def test_a_retired_model_stops_it(answered, capsys: pytest.CaptureFixture[str]):
    answered(listed(**{CONFIGURED: (datetime.now(UTC).date() - timedelta(days=1)).isoformat()}))
    assert run(["providers", "check"]) == 1
    assert "configure another one" in capsys.readouterr().out


def test_a_model_without_a_price_is_told(answered, capsys: pytest.CaptureFixture[str]):
    answered(listed(newest=None))
    assert run(["providers", "check", "--model", "newest"]) == 0
    assert "no price is known" in capsys.readouterr().out


def test_a_revoked_key_is_told(answered, capsys: pytest.CaptureFixture[str]):
    answered(problem(401, "invalid_api_key"))
    assert run(["providers", "check"]) == 2
    assert "invalid_api_key" in capsys.readouterr().err


def test_without_a_key_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert run(["providers", "check"]) == 2
    assert "OPENAI_API_KEY is not set" in capsys.readouterr().err


def test_a_stage_without_a_model_has_nothing_to_check(capsys: pytest.CaptureFixture[str]):
    assert run(["providers", "check", "--stage", "dev"]) == 0
    assert "no model to check" in capsys.readouterr().out
