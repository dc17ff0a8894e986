"""What is asked for in the end: the request with all that it leaves to others filled in. Light."""

from dataclasses import dataclass

from luneo.errors import Fault, Invalid
from luneo.generations.wish import Area, GenerateRequest
from luneo.schema import Message
from luneo.typography.wish import TextLayer


class ChangedFrom(Message):
    """The generation that another starts from, as its row keeps it.

    ``artwork_sha256`` is its picture's hash, ``drawn_px`` as many pixels as its poorest part was drawn with; ``area``
    is the only part that may change, ``None`` for all of it.
    """

    generation_id: str
    artwork_sha256: str
    drawn_px: tuple[int, int]
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A design that is wanted, of a product's ``zone`` or its first one."""

    product_id: str
    zone: str | None
    style: str
    text: TextLayer | None
    changed_from: ChangedFrom | None = None


def wanted_anew(request: GenerateRequest) -> Wanted:
    """What is wanted of a picture from nothing.

    Raises:
        Invalid: its faults name what nobody else could say.
    """
    if request.product_id is None or request.style is None:
        missing = [name for name in ("product_id", "style") if getattr(request, name) is None]
        detail = "Without a generation to change, product and style must be given."
        raise Invalid(detail, faults=[Fault(f"#/{name}", detail) for name in missing])
    return Wanted(request.product_id, request.zone, request.style, request.text)
