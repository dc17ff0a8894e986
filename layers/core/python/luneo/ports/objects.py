"""Where bytes live: uploads, media, production files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from luneo.errors import DomainError
from luneo.resources import Bucket


@dataclass(frozen=True, slots=True)
class UploadForm:
    """A form that a browser posts a file with: ``fields`` first, the file as the last field, named ``file``."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


class ObjectMissing(DomainError):
    """There is no object under this key."""

    status = 404
    slug = "object-missing"
    title = "The file is not there"


class ObjectTooLarge(DomainError):
    """The object is larger than its reader allows; nothing of it was read."""

    status = 422
    slug = "object-too-large"
    title = "The file is too large"


class StorageUnavailable(DomainError):
    """The object store does not answer."""

    status = 503
    slug = "storage-unavailable"
    title = "Files are not available"
    retryable = True


class ObjectStore(Protocol):
    """Objects in buckets, small enough to be read whole. Every method may raise :class:`StorageUnavailable`."""

    def get(self, bucket: Bucket, key: str, *, max_bytes: int) -> bytes:
        """An object's bytes.

        Raises:
            ObjectMissing, ObjectTooLarge: there are none to have.
        """
        ...

    def has(self, bucket: Bucket, key: str) -> bool:
        """Whether there is an object under this key."""
        ...

    def put(self, bucket: Bucket, key: str, data: bytes, media_type: str, *, immutable: bool = False) -> None:
        """Write an object; ``immutable`` ones may be cached for ever."""
        ...

    def delete(self, bucket: Bucket, key: str) -> None:
        """Delete an object; one that is not there is none to delete."""
        ...

    def upload_form(self, bucket: Bucket, key: str, media_type: str, size_bytes: int) -> UploadForm:
        """A signed form for exactly this key, this media type and this many bytes."""
        ...

    def download_url(self, bucket: Bucket, key: str, *, file_name: str) -> str:
        """A signed address from which the object can be fetched for a while, to be saved as ``file_name``."""
        ...
