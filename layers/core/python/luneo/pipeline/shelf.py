"""The generation's files in their buckets, by name."""

from luneo.generations.models import GenerationRow
from luneo.media import keys
from luneo.media.files import FileName, StoredFile
from luneo.ports.objects import ObjectStore
from luneo.resources import Bucket

# What we made or checked ourselves; far above any of it, far below a Lambda's memory.
MAX_BYTES = 128 * 1024 * 1024


class Shelf:
    """Reads what steps before left and the product brings; puts what this step made."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def artwork(self, row: GenerationRow) -> bytes:
        """The generated picture, a PNG."""
        key = keys.production_key(row.tenant_id, row.generation_id, FileName.ARTWORK)
        return self._store.get(Bucket.PRODUCTION, key, max_bytes=MAX_BYTES)

    def file(self, row: GenerationRow, name: FileName) -> bytes:
        """A file that an earlier step stored.

        Raises:
            KeyError: the row has no such file, which means that the steps ran out of order.
        """
        by_name = {facts["name"]: facts for facts in row.files}
        return self._store.get(name.bucket, by_name[name.value]["key"], max_bytes=MAX_BYTES)

    def asset(self, key: str) -> bytes:
        """A published asset of the product."""
        return self._store.get(Bucket.MEDIA, key, max_bytes=MAX_BYTES)

    def put(
        self,
        row: GenerationRow,
        name: FileName,
        data: bytes,
        *,
        size_px: tuple[int, int] | None = None,
        size_mm: tuple[float, float] | None = None,
        warnings: tuple[str, ...] = (),
    ) -> StoredFile:
        """Store a file where its name belongs; the same again changes nothing."""
        digest = keys.sha256(data)
        public = name.bucket is Bucket.MEDIA
        key = (
            keys.generation_media_key(row.tenant_id, row.generation_id, digest, name)
            if public
            else keys.production_key(row.tenant_id, row.generation_id, name)
        )
        self._store.put(name.bucket, key, data, name.media_type, immutable=public)
        return StoredFile(name, key, digest, len(data), size_px, size_mm, warnings)
