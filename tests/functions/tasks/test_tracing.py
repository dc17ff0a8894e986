"""A task is one part of the invocation's trace where traces are collected, and costs nothing where they are not."""

import json
import os
import socket
import subprocess
import sys

SCRIPT = """
import sys
from luneo.schema import Message
from luneo.workflow.task import task

@task()
def handler(message: Message) -> Message:
    return message

handler({}, None)
print("aws_xray_sdk.core.recorder" in sys.modules)
"""


def run(**environment):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.splitlines()[-1]


def test_without_a_daemon_no_tracing_library_is_loaded():
    assert run(PATH=os.environ["PATH"]) == "False"


def test_with_one_the_step_is_a_subsegment_of_the_trace():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))
        daemon.settimeout(10)
        trace = "1-5759e988-bd862e3fe1be46a994272793"
        run(
            PATH=os.environ["PATH"],
            AWS_XRAY_DAEMON_ADDRESS=f"127.0.0.1:{daemon.getsockname()[1]}",
            LAMBDA_TASK_ROOT="/var/task",
            _X_AMZN_TRACE_ID=f"Root={trace};Parent=53995c3f42cd8ad8;Sampled=1",
        )
        _, _, told = daemon.recv(65_536).partition(b"\n")

    document = json.loads(told)
    assert (document["name"], document["type"], document["trace_id"]) == ("__main__", "subsegment", trace)
