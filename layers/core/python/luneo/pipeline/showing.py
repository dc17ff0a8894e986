"""Showing the preview: from here on the shopper has seen the design."""

from luneo.generations.models import GenerationRow
from luneo.generations.steps import Status
from luneo.generations.views import stored_files
from luneo.media.files import FileName
from luneo.media.keys import media_url
from luneo.pipeline.runner import Outcome
from luneo.progress.schemas import Event, EventType


def show_preview(row: GenerationRow) -> Outcome:
    """Tell of the preview that the step before has stored."""
    url = next(media_url(file.key) for file in stored_files(row) if file.name is FileName.PREVIEW)
    return Outcome(facts={"status": Status.PREVIEWED.value}, events=(Event(EventType.PREVIEW, {"url": url}),))
