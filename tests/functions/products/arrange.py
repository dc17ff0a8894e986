"""Steps that several product tests begin with."""

from functions.products.create import handler as create
from functions.products.update import handler as update
from functions.products.upload import handler as upload
from luneo import aws
from luneo.identity.caller import Caller
from luneo.resources import Bucket
from tests.events import http_event
from tests.stack import Answer, Stack

ZONE = {
    "name": "front",
    "quad": [[100, 80], [300, 80], [300, 220], [100, 220]],
    "size_mm": {"width": 80, "height": 56},
}
MUG = {"name": "Mug", "sku": "MUG-01", "price": {"amount": 1990, "currency": "EUR"}, "zones": [ZONE]}
TYPES = {"photo": "image/png", "model": "model/gltf-binary"}


def add_product(cloud: Stack, caller: Caller, **members: object) -> str:
    """A product's id."""
    answer = cloud.call(create, http_event(create, caller=caller, body=MUG | members))
    assert answer.status == 201, answer.json
    return answer.json["id"]


def add_upload(cloud: Stack, caller: Caller, product_id: str, kind: str, data: bytes | None) -> str:
    """An upload's id; its bytes are stored as a browser's form would, or not at all."""
    size = len(data) if data is not None else 1
    body = {"kind": kind, "file_name": f"my {kind}", "content_type": TYPES[kind], "size_bytes": size}
    answer = cloud.call(upload, http_event(upload, caller=caller, path={"product_id": product_id}, body=body))
    assert answer.status == 201, answer.json
    if data is not None:
        bucket = cloud.names[Bucket.UPLOADS.env]
        aws.client("s3").put_object(Bucket=bucket, Key=answer.json["fields"]["key"], Body=data)
    return answer.json["upload_id"]


def change(cloud: Stack, caller: Caller, product_id: str, **members: object) -> Answer:
    """A change of the draft."""
    return cloud.call(update, http_event(update, caller=caller, path={"product_id": product_id}, body=members))
