"""What the endpoints of reference pictures take and give."""

from typing import Annotated

from pydantic import Field, StringConstraints

from luneo.ids import Prefix, pattern
from luneo.schema import Body, Moment, View


class NewReferenceUpload(Body):
    """A picture that is going to be uploaded."""

    file_name: str = Field(min_length=1, max_length=255)
    content_type: str = Field(max_length=100, examples=["image/jpeg"])
    size_bytes: int = Field(gt=0, strict=True)


class NewReference(Body):
    """The uploaded picture to keep."""

    upload_id: Annotated[str, StringConstraints(pattern=pattern(Prefix.UPLOAD))]


class ReferenceView(View):
    """A reference picture as it is kept: in sRGB, upright, and no larger than providers make use of.

    `url` opens it for a while.
    """

    id: str
    url: str
    width_px: int
    height_px: int
    created_at: Moment


class ReferenceList(View):
    """All of the brand's reference pictures, in a lasting order, and how many it may have."""

    items: list[ReferenceView]
    limit: int
