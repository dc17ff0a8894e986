"""XMP packets (ISO 16684-1): simple properties and a title, written so that the same facts give the same bytes."""

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

TITLE: Final = "dc:title"
NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# The packet's own mark, the same in every file (XMP specification, part 1, 7.3.2).
_PACKET_ID: Final = "W5M0MpCehiHzreSzNTczkc9d"


def metadata(properties: Mapping[str, str]) -> str:
    """The ``x:xmpmeta`` element with these properties by their qualified names; text is escaped here."""
    used = {name.partition(":")[0] for name in properties}
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix in used)
    body = "".join(_property(name, escape(value)) for name, value in properties.items())
    description = f'<rdf:Description rdf:about=""{declared}>{body}</rdf:Description>'
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">{description}</rdf:RDF></x:xmpmeta>'


def packet(properties: Mapping[str, str]) -> bytes:
    """The element between the marks by which a program finds it that cannot read the file around it."""
    begin = f'<?xpacket begin="\ufeff" id="{_PACKET_ID}"?>'
    return f'{begin}{metadata(properties)}<?xpacket end="r"?>'.encode()


def _property(name: str, value: str) -> str:
    if name == TITLE:
        value = f'<rdf:Alt><rdf:li xml:lang="x-default">{value}</rdf:li></rdf:Alt>'
    return f"<{name}>{value}</{name}>"
