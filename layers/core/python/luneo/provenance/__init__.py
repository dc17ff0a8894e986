"""Where a file comes from, said in the file and signed: Content Credentials (C2PA), XMP, and signed sidecars.

Pure: bytes, facts and a signer in, bytes out; no clock, no network.
"""

from luneo.provenance.facts import Origin

__all__ = ["Origin"]
