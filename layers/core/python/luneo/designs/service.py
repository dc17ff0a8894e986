"""Designs that shoppers and brands keep, and the links that show one to others."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from luneo.designs.models import Design
from luneo.designs.repository import owner_key
from luneo.designs.schemas import (
    DesignChange,
    DesignContent,
    DesignMedia,
    DesignView,
    NewDesign,
    SharedDesignView,
    ShareView,
)
from luneo.errors import NotFound
from luneo.identity.caller import Caller
from luneo.ids import Prefix, new_id
from luneo.media.keys import media_url
from luneo.pagination import page, start_after
from luneo.schema import Page, PageQuery
from luneo.settings import public_url

TOKEN_BYTES = 24
SHARED_PATH = "/api/shared/"


class Designs(Protocol):
    """The designs that the caller may see."""

    def get(self, design_id: str) -> Design:
        """One of them."""
        ...

    def newest_first(self, after: str | None) -> Iterable[Design]:
        """All of them."""
        ...

    def add(self, design: Design) -> None:
        """Write a new one."""
        ...

    def save(self, design: Design, *, closing: str | None = None, opening: str | None = None) -> None:
        """Write a changed one as its next version, with the link that closes and the one that opens."""
        ...

    def delete(self, design: Design) -> None:
        """Delete one with its link."""
        ...


class FinishedGenerations(Protocol):
    """What designs are made of."""

    def finished(self, caller: Caller, generation_id: str) -> DesignContent:
        """What a design keeps of a finished generation that the caller may see."""
        ...


class Shared(Protocol):
    """Designs by their links."""

    def by_digest(self, digest: str) -> Design | None:
        """The design that the link opens."""
        ...


class DesignService:
    """The designs of the caller: a shopper's own, or all of a brand's."""

    def __init__(
        self, caller: Caller, designs: Designs, generations: FinishedGenerations, now: Callable[[], datetime]
    ) -> None:
        self._caller = caller
        self._list = f"{caller.tenant.partition}#designs#{caller.owner_filter or ''}"
        self._designs = designs
        self._generations = generations
        self._now = now

    def save(self, new: NewDesign) -> DesignView:
        """Keep a finished generation as a design.

        Raises:
            NotFound: the caller knows no such generation.
            GenerationNotFinished: there is nothing to keep yet.
        """
        content = self._generations.finished(self._caller, new.generation_id)
        moment = self._now()
        partition = self._caller.tenant.partition
        design = Design(
            partition,
            new_id(Prefix.DESIGN),
            owner=owner_key(partition, self._caller.subject),
            subject=self._caller.subject,
            name=new.name or content.product_name,
            generation_id=new.generation_id,
            content=content.model_dump(mode="json"),
            created_at=moment,
            updated_at=moment,
        )
        self._designs.add(design)
        return _view(design)

    def get(self, design_id: str) -> DesignView:
        """One design."""
        return _view(self._designs.get(design_id))

    def list(self, query: PageQuery) -> Page[DesignView]:
        """The designs, newest first."""
        rows = self._designs.newest_first(start_after(query, self._list))
        return page(rows, query, self._list, lambda design: design.row, _view)

    def change(self, design_id: str, change: DesignChange) -> DesignView:
        """Give a design another name."""
        design = self._designs.get(design_id)
        design.name = change.name
        design.updated_at = self._now()
        self._designs.save(design)
        return _view(design)

    def delete(self, design_id: str) -> None:
        """Delete a design; its link opens nothing any more."""
        self._designs.delete(self._designs.get(design_id))

    def share(self, design_id: str) -> ShareView:
        """Open a design to whoever has a new link; an earlier link closes."""
        design = self._designs.get(design_id)
        token, before = secrets.token_urlsafe(TOKEN_BYTES), design.share_digest
        design.share_digest = _digest(token)
        self._designs.save(design, closing=before, opening=design.share_digest)
        return ShareView(token=token, url=f"{public_url()}{SHARED_PATH}{token}")

    def unshare(self, design_id: str) -> None:
        """Close a design's link; without one nothing changes."""
        design = self._designs.get(design_id)
        if design.share_digest:
            before, design.share_digest = design.share_digest, None
            self._designs.save(design, closing=before)


def shared_design(shared: Shared, token: str) -> SharedDesignView:
    """What a link shows.

    Raises:
        NotFound: the link was never one, or is closed.
    """
    design = shared.by_digest(_digest(token))
    if design is None:
        raise NotFound("shared design")
    content = DesignContent.model_validate(design.content)
    return SharedDesignView(
        name=design.name,
        product_id=content.product_id,
        product_name=content.product_name,
        style=content.style,
        width_mm=content.width_mm,
        height_mm=content.height_mm,
        media=_media(content),
    )


def _view(design: Design) -> DesignView:
    content = DesignContent.model_validate(design.content)
    shown = content.model_dump(exclude={"preview_key", "poster_key", "glb_key", "usdz_key"})
    return DesignView(
        id=design.row,
        name=design.name,
        generation_id=design.generation_id,
        media=_media(content),
        shared=bool(design.share_digest),
        created_at=design.created_at,
        updated_at=design.updated_at,
        **shown,
    )


def _media(content: DesignContent) -> DesignMedia:
    return DesignMedia(
        preview_url=media_url(content.preview_key),
        poster_url=media_url(content.poster_key) if content.poster_key else None,
        glb_url=media_url(content.glb_key) if content.glb_key else None,
        usdz_url=media_url(content.usdz_key) if content.usdz_key else None,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
