"""What designs refuse."""

from luneo.errors import Conflict


class GenerationNotFinished(Conflict):
    """There is nothing to save yet; or the generation failed."""

    slug = "generation-not-finished"
    title = "The generation is not finished"
