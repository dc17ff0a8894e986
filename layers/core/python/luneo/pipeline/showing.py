"""Showing the preview: from here on the shopper has seen the design."""

from luneo.generations.models import GenerationRow
from luneo.generations.steps import Status
from luneo.generations.views import shown_preview, stored_files
from luneo.media.keys import media_url
from luneo.pipeline.runner import Outcome
from luneo.progress.schemas import Event, EventType


def show_preview(row: GenerationRow) -> Outcome:
    """Tell of the preview that the step before has stored."""
    key = shown_preview(stored_files(row))
    assert key, "the step before has stored it"
    url = media_url(key)
    return Outcome(facts={"status": Status.PREVIEWED.value}, events=(Event(EventType.PREVIEW, {"url": url}),))
