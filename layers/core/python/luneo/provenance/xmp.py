"""XMP in documents: the same facts where a reader of PDF or SVG looks for them. It tells; it proves nothing.

IPTC's extension tells the digital source type. The same facts give the same bytes.
"""

import io
import re
import uuid
from typing import Final

from luneo import xmp
from luneo.provenance.errors import CannotSeal
from luneo.provenance.facts import GENERATOR, GENERATOR_VERSION, Origin

_SVG_START: Final = re.compile(rb"<svg\b[^>]*>")


def fields(origin: Origin, title: str, media_type: str) -> dict[str, str]:
    """The packet's properties by their qualified names."""
    return {
        "dc:format": media_type,
        "dc:identifier": origin.generation_id,
        xmp.TITLE: title,
        "xmp:CreateDate": origin.moment,
        "xmp:CreatorTool": f"{GENERATOR} {GENERATOR_VERSION}",
        "xmpMM:DocumentID": f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{origin.generation_id}/{origin.name}')}",
        "Iptc4xmpExt:DigitalSourceType": origin.source_type,
    }


def into_svg(svg: bytes, origin: Origin, *, title: str) -> bytes:
    """The drawing with the packet as the first child of its root, in ``<metadata>``.

    Raises:
        CannotSeal: there is no root element.
    """
    start = _SVG_START.search(svg)
    if start is None:
        raise CannotSeal(f"{origin.name} is no SVG.")
    metadata = f"<metadata>{xmp.metadata(fields(origin, title, 'image/svg+xml'))}</metadata>".encode()
    return svg[: start.end()] + metadata + svg[start.end() :]


def into_pdf(pdf: bytes, origin: Origin, *, title: str) -> bytes:
    """The document with the facts in its XMP stream, which is made if there is none; pages and boxes stay.

    The packet is not compressed, so that it is found without a PDF reader.

    Raises:
        CannotSeal: the bytes are no PDF.
    """
    import pikepdf

    for prefix, uri in xmp.NAMESPACES.items():
        pikepdf.models.PdfMetadata.register_xml_namespace(uri, prefix)
    written = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                metadata.update(fields(origin, title, "application/pdf"))
            document.save(written, deterministic_id=True, compress_streams=False)
    except pikepdf.PdfError as error:
        raise CannotSeal(f"{origin.name} is no PDF: {error}") from error
    return written.getvalue()
