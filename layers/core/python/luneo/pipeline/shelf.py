"""The generation's files in their buckets, by name."""

from luneo.generations.models import GenerationRow
from luneo.media import keys
from luneo.media.files import FileName, StoredFile
from luneo.pipeline.sealing import Sealing
from luneo.ports.objects import ObjectStore
from luneo.resources import Bucket

# What we made or checked ourselves; far above any of it, far below a Lambda's memory.
MAX_BYTES = 128 * 1024 * 1024


class Shelf:
    """Reads what steps before left and the product brings; puts what this step made.

    No picture that is made from the artwork is put unsigned: a step that makes one is given ``sealing``.
    """

    def __init__(self, store: ObjectStore, sealing: Sealing | None = None) -> None:
        self._store = store
        self._given_sealing = sealing

    @property
    def _sealing(self) -> Sealing:
        if self._given_sealing is None:
            raise RuntimeError("This step makes files that are signed, and was given nothing to sign with.")
        return self._given_sealing

    def artwork(self, row: GenerationRow) -> bytes:
        """The generated picture, a PNG."""
        return self.artwork_of(row.tenant_id, row.generation_id)

    def artwork_of(self, tenant_id: str, generation_id: str) -> bytes:
        """The picture of any of the tenant's generations."""
        key = keys.production_key(tenant_id, generation_id, FileName.ARTWORK)
        return self._store.get(Bucket.PRODUCTION, key, max_bytes=MAX_BYTES)

    def drawing(self, row: GenerationRow) -> bytes:
        """The picture that is made: the artwork as it was mended for its process, where it had to be; a PNG."""
        mended = FileName.DRAWING in {facts["name"] for facts in row.files}
        return self.file(row, FileName.DRAWING) if mended else self.artwork(row)

    def detailed(self, row: GenerationRow) -> bytes | None:
        """The artwork as a provider made it finer, a PNG; ``None`` where nobody did."""
        added = FileName.DETAILED in {facts["name"] for facts in row.files}
        return self.file(row, FileName.DETAILED) if added else None

    def detailed_by_an_attempt(self, row: GenerationRow) -> bytes:
        """The same, where an attempt that was lost may have left it.

        Raises:
            ObjectMissing: none did.
        """
        key = keys.production_key(row.tenant_id, row.generation_id, FileName.DETAILED)
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
        """Store a file where its name belongs, sealed if it is a picture; what is not sealed can be put twice.

        A picture that is sealed anew has other bytes, so a second try leaves an object that nobody names.
        """
        unsigned = keys.sha256(data) if name.is_sealed else None
        if unsigned:
            data = self._sealing.sealed(row, name, data)
        digest = keys.sha256(data)
        public = name.bucket is Bucket.MEDIA
        key = (
            keys.generation_media_key(row.tenant_id, row.generation_id, digest, name)
            if public
            else keys.production_key(row.tenant_id, row.generation_id, name)
        )
        self._store.put(name.bucket, key, data, name.media_type, immutable=public)
        return StoredFile(name, key, digest, len(data), size_px, size_mm, warnings, unsigned)

    def vouched(self, row: GenerationRow, *files: StoredFile) -> tuple[StoredFile, ...]:
        """The files, and after them the signed sidecars of those that have one."""
        beside = ((file.name.sidecar, file) for file in files)
        return files + tuple(
            self.put(row, name, self._sealing.statement(row, file)) for name, file in beside if name is not None
        )
