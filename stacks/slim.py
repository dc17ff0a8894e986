"""botocore's data without what nobody reads at run time: documentation, examples, and other services' endpoints.

A client parses its service's model and the endpoints of every service of AWS when it is made, at each cold start: for
DynamoDB 1.8 MB of JSON, of which a tenth is used.
"""

import gzip
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DATA = Path("botocore", "data")
_ENDPOINTS = "endpoints.json"
_MODEL = "service-2.json"
_UNREAD = ("examples-1.json", "paginators-1.json", "waiters-2.json", "waiters-1.json")
_PROSE = frozenset({"documentation", "documentationUrl"})


def slim(data: Path, target: Path, services: Iterable[str]) -> None:
    """Write a smaller copy of botocore's data folder ``data`` to ``target``, for these services only."""
    endpoint_prefixes = set()
    for service in sorted(services):
        version = max(path.name for path in (data / service).iterdir() if path.is_dir())
        model = _read(data / service / version / _MODEL)
        endpoint_prefixes.add(model["metadata"]["endpointPrefix"])
        _write(target / service / version / _MODEL, without_prose(model))
        _copy_rules(data / service / version, target / service / version)
    _write(target / _ENDPOINTS, of_services(_read(data / _ENDPOINTS), endpoint_prefixes | set(services)))
    for shared in ("partitions.json", "sdk-default-configuration.json", "_retry.json"):
        shutil.copy(data / shared, target / shared)


def without_prose(node: Any) -> Any:
    """The model with its documentation emptied (some of it must be there); a member that is named so stays."""
    if isinstance(node, dict):
        return {name: "" if _is_prose(name, value) else without_prose(value) for name, value in node.items()}
    return [without_prose(item) for item in node] if isinstance(node, list) else node


def of_services(endpoints: dict[str, Any], services: set[str]) -> dict[str, Any]:
    """The endpoints document with every partition, but only these services in it."""
    partitions = [
        partition | {"services": {name: value for name, value in partition["services"].items() if name in services}}
        for partition in endpoints["partitions"]
    ]
    return endpoints | {"partitions": partitions}


def _is_prose(name: str, value: Any) -> bool:
    return name in _PROSE and isinstance(value, str)


def _copy_rules(source: Path, target: Path) -> None:
    for path in source.iterdir():
        if not path.name.startswith((_MODEL, *_UNREAD)):
            _write(target / path.name.removesuffix(".gz"), _read(path))


def _read(path: Path) -> Any:
    packed = path if path.suffix == ".gz" else path.with_name(path.name + ".gz")
    text = gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    return json.loads(text)


def _write(path: Path, document: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")
