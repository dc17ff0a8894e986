"""``make bench``: every figure in one run."""

import sys

from benchmarks import cold_start, imaging, pipeline, start
from benchmarks.cloud import furnished
from benchmarks.report import Row, show


def main() -> None:
    """Measure, telling on standard error what is under way; the table goes to standard output."""
    rows: list[Row] = []
    _tell("picture work")
    rows += imaging.rows()
    _tell("starting the local cloud, several times")
    rows += start.rows()
    with furnished() as place:
        _tell("cold starts")
        rows += cold_start.rows(place)
        _tell("whole generations")
        rows += pipeline.rows(place)
    show(rows)


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
