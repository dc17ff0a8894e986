"""``luneo`` as a person uses it: exit statuses, messages, and nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LUNEO = [str(Path(sys.executable).parent / "luneo")]
LIMIT_S = 120


def luneo(*arguments, cwd):
    return subprocess.run([*LUNEO, *arguments], cwd=cwd, capture_output=True, text=True, timeout=LIMIT_S, check=False)


def test_bad_input_ends_with_2_and_one_clear_line_and_no_files(tmp_path):
    done = luneo("demo", "--prompt", "x" * 33_000, "--out", "result", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "at most 1000" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_generation_is_priced_step_by_step_and_set_against_containers(tmp_path):
    done = luneo("cost", "--runs", "1", "--provider-s", "10", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    compute = {line["what"]: line["dollars"] for line in figures["lines"]["compute"]}
    assert {"blend", "print_export", "export_3d", "waiting 10 s for the provider"} <= set(compute)
    assert {line["what"]: line["dollars"] for line in figures["lines"]["services"]}["DynamoDB write units"] > 0
    assert figures["lines"]["orchestration"][0]["dollars"] > 0
    assert [day["a_day"] for day in figures["days"]] == [1_000, 1_000_000]
    assert all(day["serverless"] > 0 and day["containers"] > 0 for day in figures["days"])


def _running_below(group):
    listed = subprocess.run(["ps", "-eo", "pgid,pid,stat,args"], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 3) for line in listed.splitlines()[1:]]
    return [line for line in lines if line[0] == str(group) and not line[2].startswith("Z")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="process groups are POSIX")
def test_control_c_ends_the_local_cloud_and_every_process_of_it(tmp_path):
    command = [*LUNEO, "up", "--port", "0", "--no-demo"]
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True)
    group = process.pid
    try:
        deadline = time.monotonic() + LIMIT_S
        while "http://127.0.0.1:" not in (tmp_path / "log").read_text():
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.2)
        os.killpg(group, signal.SIGINT)
        assert process.wait(timeout=30) in {0, 130}
        assert _running_below(group) == []
    finally:
        log.close()
        if process.poll() is None:
            os.killpg(group, signal.SIGKILL)
