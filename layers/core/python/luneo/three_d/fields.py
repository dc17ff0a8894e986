"""Typed access to untrusted JSON: each wrong type, missing member or wild number is an InvalidModel."""

import math
from collections.abc import Sequence
from typing import Any

from luneo.three_d.errors import InvalidModel

LARGEST_INTEGER = 2**31 - 1
LARGEST_NUMBER = 1e6


class Fields:
    """A JSON object together with the place it stands at, which refusals name (``materials[2].name``)."""

    __slots__ = ("raw", "where")

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise InvalidModel(f"{where or 'The glTF document'} must be a JSON object.")
        self.raw: dict[str, Any] = raw
        self.where = where

    def place(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def integer(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        value = self.raw.get(name, default)
        if type(value) is not int or not least <= value <= LARGEST_INTEGER:
            raise InvalidModel(f"{self.place(name)} must be a whole number of at least {least}.")
        return value

    def number(self, name: str, default: float) -> float:
        return _finite(self.raw.get(name, default), self.place(name))

    def numbers(self, name: str, default: Sequence[float]) -> tuple[float, ...]:
        """As many numbers as ``default`` has."""
        values = self.raw.get(name, default)
        if not isinstance(values, list | tuple) or len(values) != len(default):
            raise InvalidModel(f"{self.place(name)} must be {len(default)} numbers.")
        return tuple(_finite(value, self.place(name)) for value in values)

    def text(self, name: str, default: str = "") -> str:
        value = self.raw.get(name, default)
        if not isinstance(value, str):
            raise InvalidModel(f"{self.place(name)} must be text.")
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise InvalidModel(f"{self.place(name)} is not valid Unicode text.")
        return value

    def flag(self, name: str) -> bool:
        value = self.raw.get(name, False)
        if not isinstance(value, bool):
            raise InvalidModel(f"{self.place(name)} must be true or false.")
        return value

    def items(self, name: str) -> list[Any]:
        """The array of that name, empty when absent."""
        values = self.raw.get(name, [])
        if not isinstance(values, list):
            raise InvalidModel(f"{self.place(name)} must be an array.")
        return values

    def child(self, name: str) -> "Fields":
        """The object of that name, empty when absent."""
        return Fields(self.raw.get(name, {}), self.place(name))

    def children(self, name: str) -> list["Fields"]:
        return [Fields(value, f"{self.place(name)}[{i}]") for i, value in enumerate(self.items(name))]

    def texts(self, name: str) -> list[str]:
        if not all(isinstance(value, str) for value in self.items(name)):
            raise InvalidModel(f"{self.place(name)} must be an array of texts.")
        return list(self.items(name))

    def indices(self, name: str, size: int) -> list[int]:
        """An array of indices into something of ``size`` members."""
        for value in self.items(name):
            if type(value) is not int or not 0 <= value < size:
                raise InvalidModel(f"{self.place(name)} points at something that is not there.")
        return self.items(name)

    def index(self, name: str, size: int) -> int | None:
        """An index into something of ``size`` members; None when absent."""
        if name not in self:
            return None
        value = self.integer(name)
        if value >= size:
            raise InvalidModel(f"{self.place(name)} is {value}, but there are only {size}.")
        return value


def _finite(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidModel(f"{place} must be a number.")
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise InvalidModel(f"{place} must be a finite number of sensible size.")
    return float(value)
