"""The XMP packet of a print PDF: what PDF/X-4 asks to be said there too (ISO 15930-7, 6.7)."""

import uuid
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

PDFX_VERSION: Final = "PDF/X-4"
_NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}
# The packet's own mark, the same in every file (XMP specification, part 1, 7.3.2).
_PACKET_ID: Final = "W5M0MpCehiHzreSzNTczkc9d"


def packet(title: str, created: datetime, content: bytes) -> bytes:
    """The metadata of a file that says it is PDF/X-4; its document id follows from ``content``."""
    moment = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    simple = {
        "xmp:CreateDate": moment,
        "xmp:ModifyDate": moment,
        "xmp:MetadataDate": moment,
        "xmpMM:DocumentID": f"uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content.hex())}",
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
        "pdf:Trapped": "False",
        "pdfxid:GTS_PDFXVersion": PDFX_VERSION,
    }
    said = "".join(f"<{name}>{value}</{name}>" for name, value in simple.items())
    named = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    return (
        f'<?xpacket begin="\ufeff" id="{_PACKET_ID}"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{named}{said}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
