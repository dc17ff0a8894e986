"""Where every object lives: the one place that builds S3 keys and the public addresses of media.

Keys begin with the tenant. Media keys hold the content's hash, so an object never changes under its address.
"""

import hashlib
import re
import unicodedata

from luneo.settings import public_url

HASH_LENGTH = 32
MAX_FILE_NAME = 80
MAX_EXTENSION = 10
MEDIA_PATH = "/media/"


def sha256(data: bytes) -> str:
    """The hex SHA-256 of an object's bytes, as keys and manifests carry it."""
    return hashlib.sha256(data).hexdigest()


def upload_key(tenant_id: str, upload_id: str, file_name: str) -> str:
    """Uploads bucket: what a brand sends, under its own file's name made safe."""
    return f"{tenant_id}/uploads/{upload_id}/{safe_file_name(file_name)}"


def product_media_key(tenant_id: str, product_id: str, digest: str, extension: str) -> str:
    """Media bucket: a published asset of a product; ``digest`` is :func:`sha256` of it, ``extension`` has no dot."""
    return f"{tenant_id}/products/{product_id}/{digest[:HASH_LENGTH]}.{extension}"


def generation_media_key(tenant_id: str, generation_id: str, digest: str, name: str) -> str:
    """Media bucket: a public file of a generation, such as ``preview.png``."""
    return f"{tenant_id}/generations/{generation_id}/{digest[:HASH_LENGTH]}-{name}"


def production_key(tenant_id: str, generation_id: str, name: str) -> str:
    """Production bucket: a private file of a generation, such as ``print.pdf``."""
    return f"{tenant_id}/generations/{generation_id}/{name}"


def reference_key(tenant_id: str, digest: str) -> str:
    """Production bucket: a brand's reference picture; ``digest`` is :func:`sha256` of it."""
    return f"{tenant_id}/references/{digest[:HASH_LENGTH]}.png"


def media_url(key: str) -> str:
    """The public address of an object of the media bucket."""
    return f"{public_url()}{MEDIA_PATH}{key}"


def safe_file_name(name: str) -> str:
    """A customer's file name reduced to ASCII letters, digits, dot, dash and underscore; never empty, never a path."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, extension = base.rpartition(".")
    ending = f".{_plain(extension)[:MAX_EXTENSION]}" if dot and _plain(extension) else ""
    return (_plain(stem if dot else base)[: MAX_FILE_NAME - len(ending)] or "file") + ending


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_only).strip(".-_")
