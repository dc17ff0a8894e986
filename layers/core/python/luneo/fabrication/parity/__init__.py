"""The parity gate: a production file rendered down and compared with the flat artwork of the approved preview."""

from luneo.fabrication.parity.findings import Finding, Kind, Verdict
from luneo.fabrication.parity.gate import check
from luneo.fabrication.parity.production import UnreadablePrint

__all__ = ["Finding", "Kind", "UnreadablePrint", "Verdict", "check"]
