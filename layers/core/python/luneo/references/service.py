"""A brand's reference pictures: uploaded by a form, judged, kept small, handed to providers that can look at them."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from luneo.errors import Conflict, Fault, Invalid
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, derived_id, new_id
from luneo.media.keys import reference_key, sha256, upload_key
from luneo.ports.objects import ObjectMissing, ObjectStore
from luneo.products.models import Upload
from luneo.products.schemas import UploadKind, UploadView
from luneo.products.service import MAX_BYTES, MEDIA_TYPES, UPLOAD_LIFE, Uploads
from luneo.references.models import REFERENCE_LEAD, Reference
from luneo.references.repository import MAX_REFERENCES, ReferenceRepository
from luneo.references.schemas import NewReference, NewReferenceUpload, ReferenceList, ReferenceView
from luneo.resources import Bucket

if TYPE_CHECKING:
    from PIL.Image import Image

KIND = "reference"
SIDE_PX = 1024
"""Enough for a look; a provider is sent all of a brand's pictures with every wish."""
_MAX_STORED_BYTES = 8_000_000
_OF_PHOTOS = UploadKind.PHOTO


class TooManyReferences(Conflict):
    """The brand has as many reference pictures as it may have."""

    slug = "too-many-references"
    title = "Enough reference pictures"


class Judge(Protocol):
    """Who decides whether a brand's files may be used."""

    def judge(self, picture: "Image", upload_id: str, pointer: str) -> None:
        """Let a picture pass, or raise."""
        ...


class ReferenceService:
    """The reference pictures of the caller's brand."""

    def __init__(
        self,
        tenant: TenantContext,
        references: ReferenceRepository,
        uploads: Uploads,
        objects: ObjectStore,
        now: Callable[[], datetime],
    ) -> None:
        self._tenant = tenant
        self._references = references
        self._uploads = uploads
        self._objects = objects
        self._now = now

    def allow_upload(self, new: NewReferenceUpload) -> UploadView:
        """A form for one picture.

        Raises:
            Invalid: its type or size is not one a picture can have.
        """
        _check(new)
        upload_id = new_id(Prefix.UPLOAD)
        key = upload_key(self._tenant.tenant_id, upload_id, new.file_name)
        form = self._objects.upload_form(Bucket.UPLOADS, key, new.content_type, new.size_bytes)
        self._uploads.add(
            Upload(
                self._tenant.partition,
                upload_id,
                # It is the brand's own, and no product's.
                product_id=self._tenant.tenant_id,
                kind=KIND,
                key=key,
                content_type=new.content_type,
                size_bytes=new.size_bytes,
                expires=int((self._now() + UPLOAD_LIFE).timestamp()),
            )
        )
        return UploadView(upload_id=upload_id, url=form.url, fields=form.fields, expires_at=form.expires_at)

    def add(self, new: NewReference, judge: Judge) -> ReferenceView:
        """Keep an uploaded picture; the same picture again is the one that is kept already.

        Raises:
            Invalid: there is no such upload (at ``#/upload_id``).
            UnreadableImage: it is no picture that can be used.
            UploadRejected: it breaks the rules.
            ProviderUnavailable, ProviderThrottled: nobody can judge it now.
            TooManyReferences: another one has to go first.
        """
        from luneo.imaging.safe import encode_png

        picture = _small(self._uploaded(new.upload_id))
        data = encode_png(picture)
        digest = sha256(data)
        reference_id = derived_id(Prefix.REFERENCE, self._tenant.tenant_id, digest)
        kept = self._references.all()
        if found := next((one for one in kept if one.reference_id == reference_id), None):
            return self._view(found)
        if len(kept) >= MAX_REFERENCES:
            raise TooManyReferences(f"A brand has at most {MAX_REFERENCES} reference pictures. Remove one first.")
        judge.judge(picture, new.upload_id, "#/upload_id")
        reference = Reference(
            self._tenant.partition,
            REFERENCE_LEAD + reference_id,
            key=reference_key(self._tenant.tenant_id, digest),
            width_px=picture.width,
            height_px=picture.height,
            created_at=self._now(),
        )
        self._objects.put(Bucket.PRODUCTION, reference.key, data, "image/png")
        self._references.put(reference)
        return self._view(reference)

    def list(self) -> ReferenceList:
        """All of them."""
        return ReferenceList(items=[self._view(one) for one in self._references.all()], limit=MAX_REFERENCES)

    def remove(self, reference_id: str) -> None:
        """Forget a picture, its bytes first: no wish from now on is drawn with it.

        Raises:
            NotFound: the brand has no such picture.
        """
        reference = self._references.get(reference_id)
        self._objects.delete(Bucket.PRODUCTION, reference.key)
        self._references.remove(reference)

    def _uploaded(self, upload_id: str) -> "Image":
        from luneo.products.photos import open_photo

        upload = self._uploads.find(upload_id)
        if upload is not None and upload.kind == KIND:
            try:
                data = self._objects.get(Bucket.UPLOADS, upload.key, max_bytes=MAX_BYTES[_OF_PHOTOS])
                return open_photo(data, what="The reference picture")
            except ObjectMissing:
                pass
        fault = Fault("#/upload_id", "This picture was never uploaded, or too long ago. Upload it again.")
        raise Invalid(fault.detail, faults=[fault])

    def _view(self, reference: Reference) -> ReferenceView:
        name = f"{reference.reference_id}.png"
        return ReferenceView(
            id=reference.reference_id,
            url=self._objects.download_url(Bucket.PRODUCTION, reference.key, file_name=name),
            width_px=int(reference.width_px),
            height_px=int(reference.height_px),
            created_at=reference.created_at,
        )


def reference_pictures(tenant: TenantContext, objects: ObjectStore) -> tuple[bytes, ...]:
    """The brand's reference pictures as PNG; one that is being removed at this moment is left out."""
    found = []
    for reference in ReferenceRepository(tenant).all():
        try:
            found.append(objects.get(Bucket.PRODUCTION, reference.key, max_bytes=_MAX_STORED_BYTES))
        except ObjectMissing:
            continue
    return tuple(found)


def _small(picture: "Image") -> "Image":
    picture.thumbnail((SIDE_PX, SIDE_PX))
    return picture


def _check(new: NewReferenceUpload) -> None:
    faults = []
    if new.content_type not in MEDIA_TYPES[_OF_PHOTOS]:
        faults.append(
            Fault("#/content_type", f"A reference picture can be: {', '.join(sorted(MEDIA_TYPES[_OF_PHOTOS]))}.")
        )
    if new.size_bytes > MAX_BYTES[_OF_PHOTOS]:
        faults.append(Fault("#/size_bytes", f"A reference picture has at most {MAX_BYTES[_OF_PHOTOS]:,} bytes."))
    if faults:
        raise Invalid(faults[0].detail, faults=faults)
