"""The parity gate in the pipeline: no file goes to production that does not print what the shopper was shown."""

import json
from typing import Any, Final

from luneo.fabrication.outline import Tool
from luneo.fabrication.parity import UnreadablePrint, Verdict, check
from luneo.fabrication.parity.report import report
from luneo.generations.models import GenerationRow
from luneo.imaging.safe import encode_webp
from luneo.media.files import FileName
from luneo.pipeline.designing import Design
from luneo.pipeline.refusals import NotProducible
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf

CHECKED: Final = (FileName.PRINT_PNG, FileName.PRINT_PDF, FileName.PRINT_SVG)
UNREADABLE: Final = "unreadable"


class ProductionChecking:
    """Holds every production file against the artwork that the preview was made of."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``parity.json`` and ``parity.webp``, whatever they say; :func:`refuse_unproducible` acts on it."""
        design = Design(self._shelf, row)
        target, artwork, layer = design.target, design.shown(), design.layer()
        tool = Tool(target.process) if target.process in set(Tool) else None
        warned = {facts["name"] for facts in row.files if facts.get("warnings")}
        judged: list[tuple[FileName, Verdict | UnreadablePrint]] = []
        for name in CHECKED:
            try:
                verdict = check(
                    self._shelf.file(row, name),
                    name.media_type,
                    artwork,
                    target.size_mm,
                    bleed_mm=target.bleed_mm,
                    layer=layer,
                    tool=tool,
                    warned=name in warned,
                )
                judged.append((name, verdict))
            except UnreadablePrint as error:
                judged.append((name, error))
        facts = _facts(judged)
        picture = report(
            [(name, each) for name, each in judged if isinstance(each, Verdict)], title=target.product_name
        )
        files = (
            self._shelf.put(row, FileName.PARITY_FACTS, _document(facts, judged)),
            self._shelf.put(row, FileName.PARITY_REPORT, encode_webp(picture, quick=True), size_px=picture.size),
        )
        return Outcome(files, facts={"parity": facts})


def refuse_unproducible(row: GenerationRow) -> None:
    """Let nothing through that the gate has stopped; what it found is on the row by now.

    Raises:
        NotProducible: a file does not print what was shown.
    """
    if row.parity["passed"]:
        return
    first = row.parity["findings"][0]
    told = f"{first['file']} does not print what was shown: {first['detail']['en']} Nothing was charged."
    raise NotProducible(told)


def _facts(judged: list[tuple[FileName, Verdict | UnreadablePrint]]) -> dict[str, Any]:
    findings: list[dict[str, Any]] = []
    for name, each in judged:
        if isinstance(each, Verdict):
            findings += [{"file": name.value} | found.facts() for found in each.findings]
        else:
            detail = {"en": each.detail, "fr": "Le fichier de production est illisible."}
            findings.append({"file": name.value, "kind": UNREADABLE, "detail": detail})
    return {"passed": not findings, "findings": findings}


def _document(facts: dict[str, Any], judged: list[tuple[FileName, Verdict | UnreadablePrint]]) -> bytes:
    measures = {name.value: each.facts()["measures"] for name, each in judged if isinstance(each, Verdict)}
    return (json.dumps(facts | {"measures": measures}, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
