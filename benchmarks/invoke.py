"""One cold invocation: import the module, call its handler with the event of a file, insist on success."""

import importlib
import json
import sys
from pathlib import Path

ACCEPTED = range(200, 300)


def main() -> None:
    """``python -m benchmarks.invoke MODULE EVENT_FILE``."""
    module, event_file = sys.argv[1:]
    event = json.loads(Path(event_file).read_text(encoding="utf-8"))
    response = importlib.import_module(module).handler(event, None)
    if response["statusCode"] not in ACCEPTED:
        sys.exit(str(response))


if __name__ == "__main__":
    main()
