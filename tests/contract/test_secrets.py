"""Secrets are read in one place, through Powertools' Parameters."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICE = "secretsmanager"
NAMES_THE_ACTION, READS = "resources.py", "secrets.py"


def test_only_one_module_reads_secrets():
    package = ROOT / "layers" / "core" / "python" / "luneo"
    sources = [*package.rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    naming = {path.relative_to(package).as_posix() for path in sources if SERVICE in path.read_text(encoding="utf-8")}
    assert naming == {NAMES_THE_ACTION, READS}
