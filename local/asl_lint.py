"""Lints Amazon States Language documents with npm's ``asl-validator``.

moto starts a machine whose ``Next`` names no state, and cfn-lint does not look inside; AWS refuses it at
deployment. Placeholders such as ``${GenerateImage}`` stand where ARNs will be, so ARNs are not checked.
"""

import json
import shutil
import subprocess
from pathlib import Path

from luneo.errors import DomainError

_VALIDATOR = Path(__file__).resolve().parents[1] / "node_modules" / ".bin" / "asl-validator"
_TIMEOUT_SECONDS = 60


class AslValidatorMissing(DomainError):
    """The linter is not installed."""

    status = 503
    slug = "asl-validator-missing"
    title = "State machines cannot be linted"


def lint_asl(path: Path) -> list[str]:
    """What is wrong with the document at ``path``, a line a fault; empty when it is fine.

    Raises ``AslValidatorMissing`` when Node or the npm packages are not installed.
    """
    if shutil.which("node") is None or not _VALIDATOR.exists():
        raise AslValidatorMissing("Install Node 20 or later, then run `npm ci` at the root of the repository.")
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return [f"{path.name} is not JSON: {error}"]
    done = subprocess.run(  # our own command line
        [str(_VALIDATOR), "--no-arn-check", "--json-path", str(path)],
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode == 0:
        return []
    _, *faults = (done.stdout + done.stderr).strip().splitlines()
    return [fault.strip() for fault in faults]
