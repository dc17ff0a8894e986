"""Bases of everything that crosses the API or a state machine: strict in, snake_case out."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer


class Body(BaseModel):
    """A request body: unknown members are refused, nothing is coerced from another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


class QueryParams(BaseModel):
    """A query string: every field has a default; unknown members are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class View(BaseModel):
    """A response body."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Message(BaseModel):
    """A task's input or output: a small JSON document; bytes live in S3."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def rfc3339(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: ``2026-11-22T18:00:00.000Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


Moment = Annotated[datetime, PlainSerializer(rfc3339, return_type=str, when_used="json")]

_LOCALE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
Locale = Annotated[str, Field(pattern=_LOCALE, description="BCP 47: `fr`, `en-GB`.", examples=["fr", "en-GB"])]


def readable_in(locale: str) -> tuple[str, str]:
    """The languages that serve a reader of ``locale``, the better first: itself, and without script and region."""
    return locale, locale.partition("-")[0]


Item = TypeVar("Item")


class Page(View, Generic[Item]):
    """One page of a list; ``next_cursor`` is absent on the last."""

    items: list[Item]
    next_cursor: str | None = None


class PageQuery(QueryParams):
    """How much of a list, and from where."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=2048)
