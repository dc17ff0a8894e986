"""Saying where a generation's files come from, in each file's own way, and signing it."""

from luneo.generations.models import GenerationRow
from luneo.generations.wanted import ChangedFrom
from luneo.media.files import FileName, StoredFile
from luneo.ports.signing import Signer
from luneo.provenance.facts import Origin, Parent
from luneo.resources import Bucket

_LAID_ON = ("c2pa.edited", "The picture was laid on the product.")
_PREPARED = ("c2pa.edited", "The picture was prepared for the print.")
_LISTED = ("c2pa.published", "The generation's files were listed.")


def origin_of(row: GenerationRow, name: FileName) -> Origin:
    """How a file of this generation came to be: what shoppers see shows the product, what production gets does not."""
    shows_product = name.bucket is Bucket.MEDIA
    detail = (row.picture or {}).get("detail", {})
    step, words = _LISTED if name is FileName.MANIFEST else _LAID_ON if shows_product else _PREPARED
    if detail.get("added") and not shows_product and name is not FileName.MANIFEST:
        words = f"{words} Detail was added by {detail['provider']} {detail['model']}."
    return Origin(
        name=name.value,
        generation_id=row.generation_id,
        created_at=row.created_at,
        provider=(row.picture or {})["provider"],
        model=(row.picture or {})["model"],
        step=step,
        step_is=words,
        composite=shows_product,
        parent=_parent(row),
    )


def _parent(row: GenerationRow) -> Parent | None:
    if not row.changed_from:
        return None
    former = ChangedFrom.model_validate(row.changed_from)
    return Parent(former.generation_id, former.artwork_sha256, part=former.area is not None)


class Sealing:
    """Signs with one signer."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def sealed(self, row: GenerationRow, name: FileName, data: bytes) -> bytes:
        """The picture with its Content Credentials.

        Raises:
            CannotSeal: it is no picture that can carry them.
        """
        from luneo.provenance.credentials import seal

        return seal(data, origin_of(row, name), self._signer)

    def statement(self, row: GenerationRow, file: StoredFile) -> bytes:
        """The signed sidecar of a stored file."""
        from luneo.provenance.sidecar import sidecar

        return sidecar(file.sha256, file.size_bytes, origin_of(row, file.name), self._signer)
