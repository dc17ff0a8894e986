"""What a file's provenance says, the same in every way of saying it. No prompt and no personal data is part of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from luneo.version import VERSION

GENERATOR: Final = "Luneo"
GENERATOR_VERSION: Final = VERSION

_IPTC: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
MADE_BY_MODEL: Final = f"{_IPTC}trainedAlgorithmicMedia"
"""IPTC's term for media made by a model (https://cv.iptc.org/newscodes/digitalsourcetype/)."""
COMPOSED_WITH_MODEL: Final = f"{_IPTC}compositeWithTrainedAlgorithmicMedia"
"""IPTC's term for a composite in which one part at least was made by a model."""

CHANGED_IS: Final = "The picture was changed by a model, in words."

SIGNING_USAGES: Final = ("1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36")
"""Extended key usages of which a signer's certificate needs one: C2PA claim signing, e-mail protection, document
signing (RFC 9336); the latter two are what authorities issued before C2PA had its own."""


@dataclass(frozen=True, slots=True)
class Parent:
    """The picture that another was made from: its generation, its SHA-256, and whether ``part`` of it only was changed.

    What was not changed is then the parent's to the pixel.
    """

    generation_id: str
    sha256: str
    part: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """How a file came to be.

    ``name`` is the file's, ``created_at`` when its generation was asked for (so that the same generation says the
    same), ``provider`` and ``model`` what made the picture. ``step`` is an action of C2PA 2.x that followed
    (``c2pa.edited``, ``c2pa.resized``) and ``step_is`` says in words what it was. ``composite`` tells that the picture
    was laid on the product's photograph or model; ``parent`` is what the picture was made from, if not from nothing.
    """

    name: str
    generation_id: str
    created_at: datetime
    provider: str
    model: str
    step: str
    step_is: str
    composite: bool = False
    parent: Parent | None = None

    @property
    def picture_type(self) -> str:
        """IPTC's digital source type of the picture by itself; a part painted into another is a composite to it."""
        return COMPOSED_WITH_MODEL if self.parent and self.parent.part else MADE_BY_MODEL

    @property
    def source_type(self) -> str:
        """IPTC's digital source type of the finished file."""
        return COMPOSED_WITH_MODEL if self.composite else self.picture_type

    @property
    def moment(self) -> str:
        """``created_at`` in RFC 3339, whole seconds, UTC."""
        return self.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
