"""The production bundle: one ZIP, files called as the workshop files them, the same bytes for the same files."""

import re
import string
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final

from luneo.errors import Invalid

FIELDS: Final = frozenset({"sku", "product", "zone", "process", "style", "generation", "date", "file"})
NOT_YET: Final = {
    "order": "files are made before anybody orders them",
    "design": "files are made before the shopper keeps the design",
}
"""What workshops file by and a bundle cannot know, and why."""
TEMPLATE: Final = "{sku}-{zone}-{generation}-{file}"
MANIFEST: Final = "manifest.json"
MAX_STEM: Final = 120
_PACKED: Final = frozenset({"svg", "json"})
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o100644 << 16
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
# What Windows takes for a device, whatever the extension.
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def check_template(template: str, pointer: str = "#/template") -> None:
    """Refuse a naming template that could not name files.

    Raises:
        Invalid: at ``pointer``; it has other fields than :data:`FIELDS`, which are named, a conversion or format, or an
            unmatched brace.
    """
    try:
        parts = [(field, spec, conversion) for _, field, spec, conversion in string.Formatter().parse(template)]
    except ValueError:
        raise Invalid.at(pointer, "A brace has no other half. Write a brace of your own as {{ or }}.") from None
    fields = [field for field, _, _ in parts if field is not None]
    known = f"A name is made of text and these fields: {', '.join(sorted(FIELDS))}, in braces."
    if unknown := [field for field in dict.fromkeys(fields) if field not in FIELDS]:
        why = "".join(f" {{{field}}} is not known yet: {NOT_YET[field]}." for field in unknown if field in NOT_YET)
        told = ", ".join(f"{{{field}}}" for field in unknown)
        raise Invalid.at(pointer, f"There is no {told}.{why} {known}")
    if any(spec or conversion for _, spec, conversion in parts):
        raise Invalid.at(pointer, known)


def member_names(files: Iterable[str], template: str, facts: Mapping[str, str]) -> dict[str, str]:
    """What each of ``files`` (``print.pdf``) is called in the bundle.

    The template's fields are filled from ``facts``, which has all that it names, and the file's own name, then made
    safe on every system: no path, no control character, no device, at most :data:`MAX_STEM` letters. Names that differ
    in nothing but case or accents' encoding are numbered apart; none is called like the manifest.

    Raises:
        Invalid: see :func:`check_template`.
        KeyError: a field has no fact. No name is made with a hole in it.
    """
    check_template(template)
    taken, names = {_folded(MANIFEST)}, {}
    for file in sorted(files):
        stem, _, extension = file.rpartition(".")
        wanted = _safe(template.format_map(dict(facts) | {"file": stem}))
        names[file] = _free(wanted, extension, taken)
        taken.add(_folded(names[file]))
    return names


def bundle(files: Mapping[str, bytes], manifest: bytes, names: Mapping[str, str]) -> bytes:
    """The ZIP of ``files``, called as :func:`member_names` says, and the manifest under its own name.

    Members are in the order of their names, without dates; what is compressed already is stored.
    """
    members = {names[file]: data for file, data in files.items()} | {MANIFEST: manifest}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            archive.writestr(_entry(name), members[name])
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    packed = name.rpartition(".")[2] in _PACKED
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return entry


def _safe(name: str) -> str:
    visible = "".join(letter for letter in name if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"})
    plain = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", visible))
    trimmed = re.sub(r"-{2,}", "-", plain)[:MAX_STEM].strip("-. ")
    return f"_{trimmed}" if _DEVICES.match(trimmed) else trimmed or "file"


def _free(stem: str, extension: str, taken: set[str]) -> str:
    name, number = f"{stem}.{extension}", 1
    while _folded(name) in taken:
        number += 1
        name = f"{stem}-{number}.{extension}"
    return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
