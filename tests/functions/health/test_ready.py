import pytest
from botocore.exceptions import ConnectTimeoutError

from functions.health.ready import handler
from luneo import aws
from tests.events import http_event
from tests.stack import Stack


def test_it_is_ready_when_everything_answers(cloud: Stack):
    answer = cloud.call(handler, http_event(handler))

    assert (answer.status, answer.json) == (200, {"status": "ok", "dependencies": {"dynamodb": "ok", "s3": "ok"}})


class Silent:
    def __getattr__(self, _operation: str):
        def time_out(**_arguments: object):
            raise ConnectTimeoutError(endpoint_url="https://aws")

        return time_out


@pytest.mark.parametrize("silent", ["dynamodb", "s3"])
def test_what_does_not_answer_is_named(cloud: Stack, monkeypatch: pytest.MonkeyPatch, silent: str):
    real = aws.client
    with monkeypatch.context() as patch:
        patch.setattr(aws, "client", lambda name, **kw: Silent() if name == silent else real(name, **kw))
        answer = cloud.call(handler, http_event(handler))

    assert (answer.status, answer.problem) == (503, "not-ready")
    assert answer.json["dependencies"] == {"dynamodb": "ok", "s3": "ok"} | {silent: "failing"}
    assert answer.headers["retry-after"]


def test_a_table_that_is_gone_is_not_ready(cloud: Stack):
    answer = cloud.call(handler, http_event(handler), LUNEO_TABLE_BRANDS="no-such-table")

    assert answer.json["dependencies"]["dynamodb"] == "failing"
