"""Rows in memory, in the shapes that the services' own protocols ask for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from luneo.accounts.models import User
from luneo.brands.models import Brand
from luneo.errors import NotFound

Row = TypeVar("Row")


@dataclass
class FakeRows(Generic[Row]):
    """Rows by their ``row`` attribute, newest first where they are listed."""

    kind: str
    rows: dict[str, Row] = field(default_factory=dict)

    def get(self, row_id: str) -> Row:
        if row_id not in self.rows:
            raise NotFound(self.kind)
        return self.rows[row_id]

    def add(self, row: Row) -> None:
        self.rows[row.row] = row

    def find(self, row_id: str) -> Row | None:
        return self.rows.get(row_id)

    def newest_first(self, after: str | None) -> Iterator[Row]:
        return (self.rows[key] for key in sorted(self.rows, reverse=True) if after is None or key < after)


@dataclass
class FakeBrand:
    """The one brand of a tenant; ``gained`` and ``lost`` are the origins of the last save."""

    brand: Brand
    gained: Collection[str] = ()
    lost: Collection[str] = ()

    def get(self) -> Brand:
        return self.brand

    def save(self, brand: Brand, *, added: Collection[str] = (), removed: Collection[str] = ()) -> None:
        self.brand, self.gained, self.lost = brand, added, removed


@dataclass
class FakeBrands:
    """Opened brands; ``crash`` makes the next opening fail before anything is written."""

    opened: dict[str, tuple[Brand, User]] = field(default_factory=dict)
    crash: bool = False

    def open(self, brand: Brand, owner: User) -> bool:
        if self.crash:
            self.crash = False
            raise RuntimeError("crashed")
        if owner.subject in self.opened:
            return False
        self.opened[owner.subject] = (brand, owner)
        return True

    def by_subject(self, subject: str) -> User | None:
        return self.opened[subject][1] if subject in self.opened else None
