"""Event filter patterns of event source mappings: which records a function is called with.

Reference: "Event filtering" in Lambda's developer guide. Literals, ``prefix``, ``suffix``, ``exists``, ``anything-but``
and ``numeric`` are known; another operator is refused rather than ignored.
"""

import operator
from collections.abc import Mapping, Sequence
from typing import Any

from local.template.model import TemplateError

_ABSENT = object()
_COMPARISONS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def matches(pattern: Mapping[str, Any], event: Any) -> bool:
    """Whether an event fits a pattern: every member of the pattern must fit the event's.

    Raises:
        TemplateError: the pattern uses an operator that is not known here.
    """
    return all(_member(wanted, _get(event, name)) for name, wanted in pattern.items())


def _get(event: Any, name: str) -> Any:
    return event.get(name, _ABSENT) if isinstance(event, Mapping) else _ABSENT


def _member(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, Mapping):
        return matches(wanted, {} if value is _ABSENT else value)
    values = value if isinstance(value, list) else [value]
    return any(_fits(rule, item) for rule in wanted for item in values)


def _fits(rule: Any, value: Any) -> bool:
    if not isinstance(rule, Mapping):
        return bool(rule == value)
    ((name, argument),) = rule.items()
    if name == "exists":
        return bool((value is not _ABSENT) == argument)
    if name == "prefix":
        return isinstance(value, str) and value.startswith(argument)
    if name == "suffix":
        return isinstance(value, str) and value.endswith(argument)
    if name == "anything-but":
        refused = argument if isinstance(argument, list) else [argument]
        return value is not _ABSENT and value not in refused
    if name == "numeric":
        return _is_number(value) and _numeric(argument, float(value))
    raise TemplateError(f"The filter operator {name} is not known to local/events/filters.py.")


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _numeric(argument: Sequence[Any], value: float) -> bool:
    pairs = zip(argument[::2], argument[1::2], strict=True)
    return all(_COMPARISONS[sign](value, float(bound)) for sign, bound in pairs)
