"""What lies behind the CDN besides the API: objects of a bucket, and the folder of static pages."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from aiohttp import web
from botocore.exceptions import ClientError

from local.gateway.payload import HttpRequest, HttpResponse

_KEPT = {
    "ContentType": "content-type",
    "CacheControl": "cache-control",
    "ContentDisposition": "content-disposition",
    "ContentEncoding": "content-encoding",
    "ContentRange": "content-range",
    "ETag": "etag",
}
_DENIED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
)
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".glb": "model/gltf-binary", ".wasm": "application/wasm"}
_NEVER_CACHED = "no-cache"


def fetch_object(s3: Any, bucket: str, path: str, request: HttpRequest) -> HttpResponse:
    """An object as S3 gives it to CloudFront, ranges and revalidation included; a missing one is a 403 as there."""
    conditions = {"Range": request.header("range"), "IfNoneMatch": request.header("if-none-match")}
    given = {name: value for name, value in conditions.items() if value}
    try:
        found = s3.get_object(Bucket=bucket, Key=unquote(path).lstrip("/"), **given)
    except ClientError as error:
        status = int(error.response["ResponseMetadata"]["HTTPStatusCode"])
        if status in {304, 416}:
            return HttpResponse(status, ())
        return HttpResponse(403, (("content-type", "application/xml"),), _DENIED)
    headers = [(header, str(found[member])) for member, header in _KEPT.items() if found.get(member)]
    if "LastModified" in found:
        headers.append(("last-modified", found["LastModified"].strftime("%a, %d %b %Y %H:%M:%S GMT")))
    status = 206 if "ContentRange" in found else 200
    return HttpResponse(status, (*headers, ("accept-ranges", "bytes")), found["Body"].read())


@dataclass(frozen=True, slots=True)
class Folder:
    """Static pages served from disk, so that a rebuilt page is there at the next request."""

    root: Path

    def response(self, path: str, status: int = 200) -> web.StreamResponse | None:
        """The file of a request path, or none; never a file outside the folder."""
        file = (self.root / unquote(path).lstrip("/")).resolve()
        if not file.is_relative_to(self.root.resolve()) or not file.is_file():
            return None
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        headers = {"cache-control": _NEVER_CACHED, "content-type": kind + charset}
        return web.FileResponse(file, headers=headers, status=status)
