"""Whether the code on disk is still what the workers imported."""

import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

LOOK_EVERY_S = 0.25


class Sources:
    """Watches Python files below some folders by size and time; looks at most every quarter of a second."""

    def __init__(self, folders: Iterable[Path], *, look_every_s: float = LOOK_EVERY_S) -> None:
        self._folders = tuple(folders)
        self._look_every_s = look_every_s
        self._lock = threading.Lock()
        self._seen = self._snapshot()
        self._looked = time.monotonic()
        self._version = 0

    def version(self) -> int:
        """A number that grows whenever a file has been saved, added or removed."""
        with self._lock:
            if time.monotonic() - self._looked >= self._look_every_s:
                now = self._snapshot()
                self._version += now != self._seen
                self._seen = now
                self._looked = time.monotonic()
            return self._version

    def _snapshot(self) -> frozenset[tuple[str, int, int]]:
        return frozenset(entry for folder in self._folders for entry in _python_files(str(folder)))


def _python_files(folder: str) -> Iterator[tuple[str, int, int]]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _python_files(entry.path)
        elif entry.name.endswith(".py"):
            facts = entry.stat()
            yield entry.path, facts.st_mtime_ns, facts.st_size
