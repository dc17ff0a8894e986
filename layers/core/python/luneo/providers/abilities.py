"""What each provider can do, by its name: told without its client, which is dear to load."""

from collections.abc import Mapping
from typing import Final

from luneo.ports.images import Capability
from luneo.settings import ImageProviderName

ABILITIES: Final[Mapping[ImageProviderName, frozenset[Capability]]] = {
    ImageProviderName.OPENAI: frozenset(
        {
            *(Capability.GENERATE, Capability.EDIT, Capability.REDRAW),
            *(Capability.TRANSPARENT, Capability.PARTIALS, Capability.REFERENCES),
        }
    ),
    # Its service of edits takes the free part from a mask, and from the picture's own alpha where there is none.
    ImageProviderName.BEDROCK: frozenset({Capability.GENERATE, Capability.EDIT, Capability.UPSCALE, Capability.SEED}),
    ImageProviderName.OFFLINE: frozenset(Capability),
}
