"""A rival in Node, in a process of its own that outlives many requests."""

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image

HERE: Final = Path(__file__).parent / "rivals"


class Rival:
    """The rival's process."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process = process
        self._folder = folder

    def keep(self, name: str, picture: Image.Image) -> None:
        """Hand over a picture's pixels, so that no run pays for it."""
        size = {"width": picture.width, "height": picture.height, "channels": len(picture.getbands())}
        self.keep_bytes(name, picture.tobytes(), **size)

    def keep_bytes(self, name: str, data: bytes, **facts: int) -> None:
        """Hand over a file."""
        path = self._folder / name
        path.write_bytes(data)
        self._ask({"keep": name, "path": str(path)} | facts)

    def ms(self, **request: Any) -> float:
        """The CPU time that the work took the process, all its threads together."""
        return float(self._ask(request)["ms"])

    def made(self, **request: Any) -> bytes:
        """What the work gives."""
        return base64.b64decode(self._ask(request | {"wanted": True})["made"])

    def peak_mb(self, **request: Any) -> float:
        """The process's peak memory after the work."""
        return float(self._ask(request)["peak_kib"]) / 1024

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(request), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def rival(name: str) -> Iterator[Rival]:
    """A process of ``rivals/<name>.mjs``, ended afterwards."""
    command = ["node", str(HERE / f"{name}.mjs")]
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
    ):
        try:
            yield Rival(process, Path(folder))
        finally:
            process.kill()
