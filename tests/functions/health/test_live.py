import subprocess
import sys

from functions.health.live import handler
from tests.events import http_event
from tests.stack import Stack


def test_it_answers(cloud: Stack):
    assert cloud.call(handler, http_event(handler)).json == {"status": "ok"}


def test_it_asks_nothing_of_aws():
    assert handler.route.function.uses == ()
    code = "import functions.health.live, sys; print([m for m in ('botocore', 'pynamodb', 'jwt') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
