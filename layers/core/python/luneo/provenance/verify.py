"""What a file tells of its origin, and whether that can be believed."""

import json
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cryptography import x509
from cryptography.x509.oid import NameOID

from luneo.provenance import credentials
from luneo.provenance.containers import BadFraming, head, manifest_store, media_type_of
from luneo.provenance.errors import Unreadable
from luneo.provenance.facts import GENERATOR
from luneo.provenance.sidecar import Sidecar, describes, is_trusted, read_sidecar
from luneo.provenance.strict import refuse_loose_bytes

_SOURCE_TYPE: Final = re.compile(rb"http://cv\.iptc\.org/newscodes/digitalsourcetype/[A-Za-z]+")
# What c2pa finds amiss only because nobody was named to be trusted.
_ABOUT_TRUST: Final = frozenset({"signingCredential.untrusted"})


class Verdict(StrEnum):
    """What is to be made of a file; only ``INTACT`` is good."""

    INTACT = "intact"
    ALTERED = "altered"
    UNTRUSTED = "untrusted"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that was done: C2PA's name of it, by whom, when and how, as far as the file says."""

    name: str
    by: str = ""
    when: str = ""
    description: str = ""
    source_type: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``carrier`` says where; ``trusted`` is ``None`` where nobody was named to be trusted.

    ``changed_from`` is the generation whose picture was changed, if this one's was not made from nothing.

    ``signed_at`` is the time that a timestamp authority vouches for, if one did; ``problems`` are sentences.
    """

    verdict: Verdict
    carrier: str = ""
    signer: str = ""
    trusted: bool | None = None
    signed_at: str = ""
    generator: str = ""
    title: str = ""
    generation_id: str = ""
    changed_from: str = ""
    source_type: str = ""
    unsigned_sha256: str = ""
    actions: tuple[Action, ...] = ()
    problems: tuple[str, ...] = ()


def verify(data: bytes, *, sidecar: bytes | None = None, roots: str = "") -> Report:
    """Examine a file, with its sidecar if it has one, trusting the PEM certificates ``roots`` if there are any.

    Whether a picture's certificate is valid c2pa asks the machine's clock, a sidecar's is compared with its own time.

    Raises:
        Unreadable: the file is empty, the sidecar is no sidecar, or ``roots`` holds no certificate.
    """
    if not data:
        raise Unreadable("The file is empty.")
    _refuse_bad_roots(roots)
    if sidecar is not None:
        return _by_sidecar(data, sidecar, roots)
    media_type = media_type_of(data)
    return _by_credentials(data, media_type, roots) if media_type else _told(data)


def _refuse_bad_roots(roots: str) -> None:
    try:
        if roots:
            x509.load_pem_x509_certificates(roots.encode())
    except ValueError as error:
        raise Unreadable("What should be trusted is no PEM certificate.") from error


def _by_credentials(data: bytes, media_type: str, roots: str) -> Report:
    import c2pa

    try:
        found = credentials.read(data, media_type, roots)
    except c2pa.C2paError as error:
        return Report(Verdict.ALTERED, carrier=_C2PA, problems=(f"The Content Credentials cannot be read: {error}.",))
    if found is None:
        return _told(data)
    try:
        return _reported(data, found, trusted=found["validation_state"] == "Trusted" if roots else None)
    except (KeyError, TypeError, AttributeError, ValueError):
        # What was tampered with may be read as a manifest of another shape.
        return Report(Verdict.ALTERED, carrier=_C2PA, problems=tuple(_failures(found)) or (_NONSENSE,))


def _reported(data: bytes, found: dict[str, Any], *, trusted: bool | None) -> Report:
    manifest = found["manifests"][found["active_manifest"]]
    ours = _assertion(manifest, credentials.GENERATION)
    problems = [*_failures(found), *(_loose_bytes(data, ours) if ours else ())]
    signature = manifest.get("signature_info", {})
    actions = tuple(_action(it) for it in _assertion(manifest, "c2pa.actions.v2").get("actions", ()))
    return Report(
        _verdict(problems, trusted),
        carrier=_C2PA,
        signer=_named(signature.get("common_name"), signature.get("issuer")),
        trusted=trusted,
        signed_at=signature.get("time", ""),
        generator=" ".join(str(it) for it in _generator(manifest)),
        title=manifest.get("title", ""),
        generation_id=ours.get("id", ""),
        changed_from=ours.get("changed_from", {}).get("id", ""),
        source_type=next((it.source_type for it in reversed(actions) if it.source_type), ""),
        unsigned_sha256=ours.get("unsigned_sha256", ""),
        actions=actions,
        problems=tuple(problems),
    )


_NONSENSE: Final = "The Content Credentials make no sense."
_C2PA: Final = "Content Credentials"


def _failures(found: dict[str, Any]) -> list[str]:
    failed = found.get("validation_results", {}).get("activeManifest", {}).get("failure") or []
    return [f"{it['explanation']} ({it['code']})" for it in failed if it["code"] not in _ABOUT_TRUST]


def _loose_bytes(data: bytes, ours: dict[str, Any]) -> list[str]:
    """What C2PA lets pass: changes where nothing is hashed."""
    try:
        refuse_loose_bytes(manifest_store(data))
    except (BadFraming, IndexError) as fault:
        return [f"Around the manifest, {fault}."]
    return [] if head(data).hex() == ours.get("head") else ["The head of the file was changed."]


def _verdict(problems: Sequence[str], trusted: bool | None) -> Verdict:  # noqa: FBT001 - None is the third answer
    if problems:
        return Verdict.ALTERED
    return Verdict.UNTRUSTED if trusted is False else Verdict.INTACT


def _assertion(manifest: dict[str, Any], label: str) -> dict[str, Any]:
    return next((it["data"] for it in manifest.get("assertions", ()) if it["label"] == label), {})


def _generator(manifest: dict[str, Any]) -> tuple[str, ...]:
    (first, *_) = manifest.get("claim_generator_info") or [{}]
    return tuple(first[part] for part in ("name", "version") if part in first)


def _action(data: dict[str, Any]) -> Action:
    agent = data.get("softwareAgent", "")
    by = (
        " ".join(str(agent[part]) for part in ("name", "version") if part in agent)
        if isinstance(agent, dict)
        else agent
    )
    return Action(
        data["action"], by, data.get("when", ""), data.get("description", ""), data.get("digitalSourceType", "")
    )


def _named(name: str | None, organisation: str | None) -> str:
    return ", ".join(dict.fromkeys(part for part in (name, organisation) if part))


def _by_sidecar(data: bytes, text: bytes, roots: str) -> Report:
    read = read_sidecar(text)
    said = read.statement
    problems = [] if read.is_genuine else ["The sidecar is not as it was signed."]
    if not describes(said, data):
        problems.append("The file is not the one that the sidecar was signed for: its hash differs.")
    actions = tuple(_stated(it) for it in _done(read))
    trusted = is_trusted(read.certificates, roots, actions[0].when if actions else "") if roots else None
    subject = read.certificates[0].subject
    names = [
        next((str(it.value) for it in subject.get_attributes_for_oid(oid)), None)
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    ]
    return Report(
        _verdict(problems, trusted),
        carrier="signed sidecar",
        signer=_named(*names),
        trusted=trusted,
        generator=" ".join(str(said.get("generator", {}).get(part, "")) for part in ("name", "version")).strip(),
        title=str(said["file"].get("name", "")),
        generation_id=str(said.get("generation_id", "")),
        changed_from=next((str(it["ingredient"]["generation_id"]) for it in _done(read) if "ingredient" in it), ""),
        source_type=actions[-1].source_type if actions else "",
        actions=actions,
        problems=tuple(problems),
    )


def _done(read: Sidecar) -> Sequence[dict[str, Any]]:
    """What a genuine sidecar tells of the making."""
    return read.statement.get("actions", ()) if read.is_genuine else ()


def _stated(data: dict[str, Any]) -> Action:
    parts = ("action", "by", "when", "description", "digital_source_type")
    return Action(*(str(data.get(part, "")) for part in parts))


def _told(data: bytes) -> Report:
    """What an unsigned file says of itself, in XMP or in a GLB's ``asset.extras``."""
    unsigned = ("Nothing is signed: anybody could have changed the file, and what it says of itself.",)
    if data.startswith(b"glTF"):
        extras = _extras(data)
        return Report(
            Verdict.UNSIGNED,
            carrier="asset.extras" if extras else "",
            generation_id=str(extras.get("generation", "")),
            source_type=str(extras.get("digitalSourceType", "")),
            problems=unsigned,
        )
    source_type = _SOURCE_TYPE.search(data)
    return Report(
        Verdict.UNSIGNED,
        carrier="XMP" if source_type else "",
        generator=GENERATOR if source_type and f"CreatorTool>{GENERATOR} ".encode() in data else "",
        source_type=source_type[0].decode() if source_type else "",
        problems=unsigned,
    )


def _extras(data: bytes) -> dict[str, Any]:
    try:
        (length,) = struct.unpack_from("<I", data, 12)
        extras = json.loads(data[20 : 20 + length])["asset"]["extras"]
    except (ValueError, KeyError, TypeError, struct.error):
        return {}
    return extras if isinstance(extras, dict) else {}
