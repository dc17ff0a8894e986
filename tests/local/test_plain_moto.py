"""The pinned moto still has the faults that the mends close; once it has not, a mend can go."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.local import plain_moto


@pytest.fixture(scope="module")
def shown():
    script = Path(plain_moto.__file__)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("fault", [fault.__name__ for fault in plain_moto.FAULTS])
def test_moto_without_the_mends_has_the_fault(shown, fault):
    assert shown[fault] is True


def test_moto_is_the_version_that_the_mends_were_written_for():
    assert version("moto") == "5.2.5"
