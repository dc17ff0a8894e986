"""Content Credentials in pictures: a C2PA 2.2 manifest, signed with ES256, embedded as the last thing done."""

import hashlib
import io
import json
from typing import Any, Final

from luneo.ports.signing import Signer
from luneo.provenance.containers import head, media_type_of
from luneo.provenance.errors import CannotSeal
from luneo.provenance.facts import CHANGED_IS, GENERATOR, GENERATOR_VERSION, SIGNING_USAGES, Origin, Parent

GENERATION: Final = "luneo.generation"
"""Label of our own assertion: the generation's id, the hash before signing, and what C2PA's hash leaves out."""

_PARENT: Final = "parent"

# Offline in every respect: neither a remote manifest nor a certificate's state is fetched.
_OFFLINE: Final = {"remote_manifest_fetch": False, "ocsp_fetch": False}
_SIGNING: Final[dict[str, Any]] = {
    "version": 1,
    # The tests verify what comes out; doing so for each file would double the time.
    "verify": {**_OFFLINE, "verify_after_sign": False},
    "builder": {"thumbnail": {"enabled": False}},
}


def seal(data: bytes, origin: Origin, signer: Signer) -> bytes:
    """A PNG, JPEG, WebP or AVIF with its Content Credentials; its pixels and other bytes stay.

    Every call gives other bytes, since C2PA salts its boxes; what was there before is found by the hash in it.

    Raises:
        CannotSeal: the bytes are none of the four kinds, or damaged.
    """
    import c2pa

    media_type = media_type_of(data)
    if media_type is None:
        raise CannotSeal(f"{origin.name} is no picture that can carry Content Credentials.")
    sealed = io.BytesIO()
    try:
        with (
            c2pa.Context.from_dict(_SIGNING) as context,
            c2pa.Builder.from_json(json.dumps(_manifest(data, origin, media_type)), context=context) as builder,
            c2pa.Signer.from_callback(signer.sign, c2pa.C2paSigningAlg.ES256, signer.chain) as es256,
        ):
            builder.sign(es256, media_type, io.BytesIO(data), sealed)
    except c2pa.C2paError as error:
        raise CannotSeal(f"{origin.name} cannot be signed: {error}") from error
    return sealed.getvalue()


def _manifest(data: bytes, origin: Origin, media_type: str) -> dict[str, Any]:
    ours: dict[str, Any] = {
        "id": origin.generation_id,
        "unsigned_sha256": hashlib.sha256(data).hexdigest(),
        "head": head(data).hex(),
    }
    parent = origin.parent
    if parent:
        ours["changed_from"] = {"id": parent.generation_id, "artwork_sha256": parent.sha256}
    return {
        "claim_generator_info": [{"name": GENERATOR, "version": GENERATOR_VERSION}],
        "title": origin.name,
        "format": media_type,
        "assertions": [
            {"label": "c2pa.actions.v2", "created": True, "data": {"actions": _actions(origin)}},
            {"label": GENERATION, "created": True, "data": ours},
        ],
    } | ({"ingredients": [_ingredient(parent)]} if parent else {})


def _ingredient(parent: Parent) -> dict[str, Any]:
    return {
        "label": _PARENT,
        "title": f"The picture of {parent.generation_id}",
        "format": "image/png",
        "instance_id": f"urn:sha256:{parent.sha256}",
        "relationship": "parentOf",
    }


def _actions(origin: Origin) -> list[dict[str, Any]]:
    by_model = {
        "when": origin.moment,
        "softwareAgent": {"name": origin.provider, "version": origin.model},
        "digitalSourceType": origin.picture_type,
    }
    step = {
        "action": origin.step,
        "description": origin.step_is,
        "softwareAgent": {"name": GENERATOR, "version": GENERATOR_VERSION},
        "digitalSourceType": origin.source_type,
    }
    if origin.parent is None:
        return [{"action": "c2pa.created", **by_model}, step]
    opened = {"action": "c2pa.opened", "when": origin.moment, "parameters": {"ingredientIds": [_PARENT]}}
    return [opened, {"action": "c2pa.edited", "description": CHANGED_IS, **by_model}, step]


def read(data: bytes, media_type: str, roots: str = "") -> dict[str, Any] | None:
    """What c2pa finds in a picture, as its JSON report; ``None`` without Content Credentials.

    ``roots`` are the PEM certificates whose signatures are trusted.

    Raises:
        c2pa.C2paError: there are some, but they cannot be read.
    """
    import c2pa

    settings: dict[str, Any] = {
        "version": 1,
        "verify": {**_OFFLINE, "verify_trust": bool(roots)},
        "trust": {"trust_config": "\n".join(SIGNING_USAGES)} | ({"user_anchors": roots} if roots else {}),
    }
    with (
        c2pa.Context.from_dict(settings) as context,
        io.BytesIO(data) as source,
    ):
        reader = c2pa.Reader.try_create(media_type, source, context=context)
        if reader is None:
            return None
        with reader:
            report: dict[str, Any] = json.loads(reader.json())
            return report
