"""What PDF/X-4 asks a print PDF to say in XMP too (ISO 15930-7, 6.7)."""

import uuid
from datetime import datetime
from typing import Final

from luneo import xmp

PDFX_VERSION: Final = "PDF/X-4"


def packet(title: str, created: datetime, content: bytes) -> bytes:
    """The metadata of a file that says it is PDF/X-4; its document id follows from ``content``."""
    moment = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    return xmp.packet(
        {
            xmp.TITLE: title,
            "xmp:CreateDate": moment,
            "xmp:ModifyDate": moment,
            "xmp:MetadataDate": moment,
            "xmpMM:DocumentID": f"uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content.hex())}",
            "xmpMM:VersionID": "1",
            "xmpMM:RenditionClass": "default",
            "pdf:Trapped": "False",
            "pdfxid:GTS_PDFXVersion": PDFX_VERSION,
        }
    )
