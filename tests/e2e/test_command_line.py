"""``luneo`` as a person uses it: exit statuses, messages, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from skimage import data

LUNEO = [str(Path(sys.executable).parent / "luneo")]
LIMIT_S = 120


def luneo(*arguments, cwd):
    return subprocess.run([*LUNEO, *arguments], cwd=cwd, capture_output=True, text=True, timeout=LIMIT_S, check=False)


@pytest.fixture
def photo(tmp_path):
    from PIL import Image

    path = tmp_path / "cat.png"
    Image.fromarray(data.chelsea()).save(path)
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--prompt", ""], "few words"),
        (["--prompt", "x" * 33_000], "at most 1000"),
        (["--style", "nonesuch"], "woodcut"),
        (["--photo", "missing.png"], "missing.png"),
        (["--photo", "text.png"], "text.png"),
        (["--model", "text.png"], "text.png"),
        (["--photo", "cat.png", "--zone", "1,1 2,2"], "four corners"),
        (["--photo", "cat.png", "--zone", "5000,10 5100,10 5100,90 5000,90"], "outside"),
        (["--photo", "cat.png", "--size-mm", "big"], "WxH"),
        (["--seed", "minus one"], "seed"),
    ],
)
def test_bad_input_ends_with_2_and_one_clear_line_and_no_files(tmp_path, photo, arguments, said):
    (tmp_path / "text.png").write_text("no picture")
    done = luneo("demo", *arguments, "--out", "result", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "result").exists()


def test_a_folder_with_other_files_is_never_replaced(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    done = luneo("demo", "--out", "mine", cwd=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_help_teaches_with_examples(tmp_path):
    for command in ([], ["demo"], ["up"], ["routes"], ["openapi"]):
        done = luneo(*command, "--help", cwd=tmp_path)
        assert done.returncode == 0
    assert "luneo demo --photo" in luneo("demo", "--help", cwd=tmp_path).stdout


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
