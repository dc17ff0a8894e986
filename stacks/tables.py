"""What each DynamoDB table looks like, read from the pynamodb models that live in it."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import luneo
from luneo.errors import DomainError
from luneo.resources import Table
from luneo.storage import EXPIRY_ATTRIBUTE, ExpiringModel, LuneoModel

_MODELS = ".models"


class ContradictoryModels(DomainError):
    """Two models that share a table disagree about its keys or an index."""

    slug = "contradictory-models"
    title = "The models of one table contradict each other"


@dataclass(frozen=True, slots=True)
class Key:
    """One key attribute; ``kind`` is DynamoDB's type letter (S, N, B), ``role`` HASH or RANGE."""

    name: str
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index; ``projected`` lists attributes where ``projection`` is INCLUDE."""

    name: str
    keys: tuple[Key, ...]
    projection: str
    projected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDesign:
    """A table's shape; ``expiry`` names the attribute after which DynamoDB deletes rows."""

    table: Table
    keys: tuple[Key, ...]
    indexes: tuple[Index, ...]
    expiry: str | None
    stream: bool

    @property
    def key_kinds(self) -> dict[str, str]:
        """Every attribute some key or index uses, with its type letter."""
        return {key.name: key.kind for keys in (self.keys, *(index.keys for index in self.indexes)) for key in keys}


def models() -> tuple[type[LuneoModel], ...]:
    """Every model class that names a table, after importing all of ``luneo.*.models``."""
    for module in pkgutil.walk_packages(luneo.__path__, "luneo."):
        if module.name.endswith(_MODELS):
            importlib.import_module(module.name)
    return tuple(sorted(_concrete(LuneoModel), key=lambda model: (model.__module__, model.__name__)))


def _concrete(base: type[LuneoModel]) -> Iterable[type[LuneoModel]]:
    for model in base.__subclasses__():
        if hasattr(model.Meta, "table") and model.__module__.startswith(luneo.__name__):
            yield model
        yield from _concrete(model)


def table_designs(of: Iterable[type[LuneoModel]] | None = None) -> tuple[TableDesign, ...]:
    """The tables of all models, in the order of :class:`Table`.

    Raises:
        ContradictoryModels: models of one table disagree about keys or about an index of one name.
    """
    by_table: dict[Table, list[type[LuneoModel]]] = {}
    for model in models() if of is None else of:
        by_table.setdefault(model.table(), []).append(model)
    return tuple(_design(table, by_table[table]) for table in Table if table in by_table)


def _design(table: Table, sharing: list[type[LuneoModel]]) -> TableDesign:
    keys = {_keys(model) for model in sharing}
    if len(keys) > 1:
        raise ContradictoryModels(
            f"{table}: the models {', '.join(model.__name__ for model in sharing)} have different keys {keys}."
        )
    indexes: dict[str, Index] = {}
    for index in (index for model in sharing for index in _indexes(model)):
        if indexes.setdefault(index.name, index) != index:
            raise ContradictoryModels(f"{table}: two models describe the index {index.name} differently.")
    return TableDesign(
        table,
        keys.pop(),
        tuple(indexes[name] for name in sorted(indexes)),
        EXPIRY_ATTRIBUTE if any(issubclass(model, ExpiringModel) for model in sharing) else None,
        any(model.Meta.stream for model in sharing),
    )


def _keys(model: type[LuneoModel]) -> tuple[Key, ...]:
    schema = model._get_schema()  # noqa: SLF001 - pynamodb's only description of a table
    kinds = {item["AttributeName"]: item["AttributeType"] for item in schema["attribute_definitions"]}
    return _sorted_keys(schema["key_schema"], kinds)


def _sorted_keys(key_schema: Iterable[Mapping[str, Any]], kinds: dict[str, str]) -> tuple[Key, ...]:
    # CloudFormation wants the partition key first; pynamodb lists by attribute name.
    keys = (Key(item["AttributeName"], kinds[item["AttributeName"]], item["KeyType"]) for item in key_schema)
    return tuple(sorted(keys, key=lambda key: key.role))


def _indexes(model: type[LuneoModel]) -> Iterable[Index]:
    schema = model._get_schema()  # noqa: SLF001 - as above
    kinds = {item["AttributeName"]: item["AttributeType"] for item in schema["attribute_definitions"]}
    for item in schema["global_secondary_indexes"]:
        keys = _sorted_keys(item["key_schema"], kinds)
        projection = item["projection"]
        yield Index(
            item["index_name"], keys, projection["ProjectionType"], tuple(projection.get("NonKeyAttributes", ()))
        )
