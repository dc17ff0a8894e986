"""Which Luneo this is, where no package metadata is deployed; ``pyproject.toml`` says the same, as a test sees to."""

from typing import Final

VERSION: Final = "0.1.0"
