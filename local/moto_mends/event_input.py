"""What a rule's target is sent: the event, a constant, a part of it, or a filled-in template.

moto's template parser inserts text without its quotation marks, so that templates written by CDK's
``RuleTargetInput`` (``{"id":<detail-id>}``) come out as no JSON at all. EventBridge inserts a JSON value where
the placeholder stands by itself, and bare text where it stands inside a string.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.-]+)>")
_TOKEN = re.compile(r'\\.|"|<[A-Za-z0-9_.-]+>')


def target_input(target: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """The JSON text that ``target`` (a rule target as EventBridge stores it) is sent for ``event``."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(_look_up(target["InputPath"], event))
    transformer = target.get("InputTransformer")
    if transformer:
        return _fill(transformer["InputTemplate"], transformer.get("InputPathsMap", {}), event)
    return json.dumps(event)


def _look_up(path: str, event: Mapping[str, Any]) -> Any:
    from jsonpath_ng.ext.parser import parse  # a tenth of moto's start, and few targets need it

    matches = parse(path).find(event)
    return matches[0].value if matches else None


def _fill(template: str, paths: Mapping[str, str], event: Mapping[str, Any]) -> str:
    values = {name: _look_up(path, event) for name, path in paths.items()}
    values["aws.events.event"] = {name: value for name, value in event.items() if name != "detail"}
    values["aws.events.event.json"] = event
    in_string = False

    def replace(token: re.Match[str]) -> str:
        nonlocal in_string
        text = token.group()
        if text == '"':
            in_string = not in_string
        placeholder = _PLACEHOLDER.fullmatch(text)
        if placeholder is None or placeholder.group(1) not in values:
            return text
        return _as_text(values[placeholder.group(1)]) if in_string else json.dumps(values[placeholder.group(1)])

    return _TOKEN.sub(replace, template)


def _as_text(value: Any) -> str:
    """``value`` as the inside of a JSON string."""
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    return json.dumps(text)[1:-1]
