"""The process that workers are forked from: ``python -m local.workers.zygote FD``.

It is a fresh interpreter without threads, so a fork is safe; the libraries that every handler needs are loaded, so a
fork is ready in milliseconds. It knows nothing of functions: a worker's first message says whose code it is to run. It
ends when its parent does, and its workers with it.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import signal
import socket
import sys

from local.workers import child

PRELOADED = (
    "botocore.session",
    "botocore.client",
    "botocore.httpsession",
    "botocore.parsers",
    "botocore.signers",
    "botocore.regions",
    "botocore.retries.standard",
    "pydantic",
    "pynamodb.models",
    "pynamodb.transactions",
    "aws_lambda_powertools.logging",
    "aws_lambda_powertools.metrics",
    "aws_lambda_powertools.utilities.parser",
)
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Fork a worker for every message on the control socket: two descriptors in, the process id out."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    for module in PRELOADED:
        importlib.import_module(module)
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 16, 2)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            control.close()
            _become_worker(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(pid.to_bytes(4, "big"))


def _become_worker(channel: int, log: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _die_with_parent()
    try:
        child.run(socket.socket(fileno=channel), log)
    finally:
        os._exit(0)


def _die_with_parent() -> None:
    """Have the kernel end this process with the zygote, where it can; elsewhere the closed channel does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            os._exit(0)


if __name__ == "__main__":
    with contextlib.suppress(ConnectionError):
        main()
