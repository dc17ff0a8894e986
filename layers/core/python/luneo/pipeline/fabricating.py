"""Fabrication rules in the pipeline: what a tool could not make is mended before anybody sees it, or refused."""

import json
from typing import Any, Final

from PIL.Image import Image

from luneo.fabrication.rules.ink import NothingToMake, is_reversed
from luneo.fabrication.rules.mending import Mended, mend
from luneo.fabrication.rules.picture import marked_picture
from luneo.fabrication.rules.record import record, shown, summary
from luneo.fabrication.rules.table import rule_set
from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.imaging.safe import encode_png, encode_webp, open_image
from luneo.media.files import FileName
from luneo.pipeline.layout import sheet_mm, sheet_of
from luneo.pipeline.refusals import NotFabricable
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.styles.catalogue import Process

DEFAULT_LANGUAGE: Final = "en"
EMPTY: Final = {
    "en": "The picture shows no motif on a ground: there is nothing to engrave or cut. Ask for a clear motif.",
    "fr": "L'image ne montre aucun motif sur un fond : il n'y a rien à graver ou à découper. Demandez un motif net.",
}


class ArtworkMending:
    """Holds the artwork to the rules of its process and material, and puts right what can be without changing it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``fabrication.json`` and ``.webp``, and ``drawing.png``: the artwork in one ink, mended where need be.

        The drawing is what every later step shows and makes. :func:`refuse_unmakeable` acts on what the facts say.
        """
        target = PrintTarget.model_validate(row.target)
        artwork = sheet_of(open_image(self._shelf.artwork(row), what="The artwork"), target)
        try:
            mended = _mended(artwork, target)
        except NothingToMake:
            return self._empty(row, target)
        facts, report = record(mended, target.keep) | {"reversed": is_reversed(artwork)}, shown(mended)
        shows = artwork if mended.ok else mended.artwork
        marked = marked_picture(shows, report, row.locale or DEFAULT_LANGUAGE, put_right=_put_right(mended))
        files = [
            self._shelf.put(row, FileName.FABRICATION_FACTS, _document(facts)),
            self._shelf.put(row, FileName.FABRICATION_REPORT, encode_webp(marked), size_px=marked.size),
        ]
        if mended.ok:
            drawing = mended.artwork
            files.append(self._shelf.put(row, FileName.DRAWING, encode_png(drawing), size_px=drawing.size))
        return Outcome(tuple(files), facts={"fabrication": summary(facts, mended)})

    def _empty(self, row: GenerationRow, target: PrintTarget) -> Outcome:
        facts = {
            "passed": False,
            "mended": False,
            "reversed": False,
            "process": target.process,
            "material": target.substrate,
            "size_mm": list(sheet_mm(target)),
            "tolerance_mm": None,
            "reason": EMPTY,
            "near_limit": {},
            "findings": [],
        }
        return Outcome((self._shelf.put(row, FileName.FABRICATION_FACTS, _document(facts)),), {"fabrication": facts})


def refuse_unmakeable(row: GenerationRow) -> None:
    """Let nothing through that the tool could not make; where and why is on the row by now.

    Raises:
        NotFabricable: something is left that no mend puts right.
    """
    if not row.fabrication["passed"]:
        raise NotFabricable(f"{row.fabrication['reason']['en']} Nothing was charged.")


def _mended(artwork: Image, target: PrintTarget) -> Mended:
    process = Process(target.process)
    rules = rule_set(process, target.substrate, thickness_mm=target.thickness_mm)
    return mend(artwork, sheet_mm(target), process, target.substrate, keep=target.keep, rules=rules, plain=True)


def _put_right(mended: Mended) -> bool:
    return mended.ok and bool(mended.mends)


def _document(facts: dict[str, Any]) -> bytes:
    return (json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
