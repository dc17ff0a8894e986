"""What C2PA leaves unsigned inside its own manifest store, held to the one form that our signer writes.

The claim hashes every assertion and the signature covers the claim; lengths and labels of the boxes around them, and
the signature's padding, are covered by nothing. They carry no meaning, but a file in which one byte was changed is not
the file that was signed, so these bytes must be exactly what they have to be (ISO/IEC 19566-5; C2PA 2.2, 11.1).
"""

import re
from dataclasses import dataclass
from typing import Final

from luneo.provenance.containers import BadFraming

_LABELS: Final = ("c2pa.assertions", "c2pa.claim.v2", "c2pa.signature")
_HEAD: Final = 8
_UUID: Final = 16
# A description box's toggles: it can be asked for, has a label, and (an assertion's) a private box, the salt.
_PLAIN, _SALTED = 0x03, 0x13
# COSE_Sign1's end: an unprotected header of nothing but zero padding, no payload, 64 bytes of signature.
_END_OF_SIGNATURE: Final = re.compile(rb"\xa1cpad(?:X(?P<short>.)|Y(?P<long>..))(?P<zeros>\x00*)\xf6X@.{64}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    content: bytes


def refuse_loose_bytes(store: bytes) -> None:
    """Check a manifest store that holds one manifest of ours.

    Raises:
        BadFraming: naming the part that is not as it must be.
    """
    (outer,) = _exactly_one(_boxes(store))
    (manifest,) = _exactly_one(_super(outer, "c2pa"))
    parts = _described(manifest, _PLAIN)
    if len(parts) != len(_LABELS):
        raise BadFraming("the manifest has another number of parts")
    assertions, claim, signature = (_super(part, label) for part, label in zip(parts, _LABELS, strict=True))
    _exactly_one(claim)
    for assertion in assertions:
        _described(assertion, _SALTED)
    _check_signature(_exactly_one(signature)[0].content)


def _super(box: _Box, label: str) -> list[_Box]:
    if box.kind != b"jumb":
        raise BadFraming(f"{label} is no superbox")
    description, *rest = _boxes(box.content)
    if description.kind != b"jumd" or description.content[_UUID:] != bytes([_PLAIN]) + label.encode() + b"\0":
        raise BadFraming(f"the label of {label} was changed")
    return rest


def _described(box: _Box, toggles: int) -> list[_Box]:
    description, *rest = _boxes(box.content)
    if description.content[_UUID] != toggles:
        raise BadFraming("the description of a box was changed")
    return rest


def _exactly_one(boxes: list[_Box]) -> list[_Box]:
    if len(boxes) != 1:
        raise BadFraming("something stands beside the manifest")
    return boxes


def _boxes(data: bytes) -> list[_Box]:
    found, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if not _HEAD <= length <= len(data) - at:
            raise BadFraming("a box is not as long as it says")
        found.append(_Box(data[at + 4 : at + _HEAD], data[at + _HEAD : at + length]))
        at += length
    return found


def _check_signature(cose: bytes) -> None:
    end = _END_OF_SIGNATURE.search(cose)
    if end is None or end.end() != len(cose):
        raise BadFraming("the padding of the signature was changed")
    if int.from_bytes(end["short"] or end["long"], "big") != len(end["zeros"]):
        raise BadFraming("the padding of the signature is not as long as it says")
