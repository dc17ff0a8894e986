"""An example for a JSON schema: the smallest document that keeps to it, from its own examples where it has some."""

import re
from typing import Any

_ID = re.compile(r"\^(\w+)_\[.*\]\{(\d+)\}\$")
# Plain first; then what the fields of this API ask for by pattern or length.
_WORDS = ("example", "ada@example.org", "123456", "EUR", "en", "a longer example of some words", "x" * 43)
_PASSWORD = "correct-Horse-7-battery"  # noqa: S105 - an example of a form, nobody's password
_EMPTY: dict[str, Any] = {"object": {}, "boolean": False, "null": None}


class NoExample(Exception):
    """A pattern that nothing here can write; give the field `examples`."""


def example(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """A value that keeps to the schema; ``definitions`` are its ``$defs``.

    Raises:
        NoExample: the schema asks for a pattern and gives no example.
    """
    if "$ref" in schema:
        return example(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    for given in ("examples", "enum"):
        if given in schema:
            return schema[given][0]
    for given in ("const", "default"):
        if given in schema:
            return schema[given]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return example(choices[0], definitions)
    return _of_type(schema, definitions)


def _of_type(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            wanted = {name: schema["properties"][name] for name in schema.get("required", ())}
            return {name: example(member, definitions) for name, member in wanted.items()}
        case "array":
            return _array(schema, definitions)
        case "string":
            return _text(schema)
        case "integer" | "number":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    return _EMPTY.get(str(schema.get("type")))


def _array(schema: dict[str, Any], definitions: dict[str, Any]) -> list[Any]:
    if "prefixItems" in schema:
        return [example(item, definitions) for item in schema["prefixItems"]]
    return [example(schema["items"], definitions) for _ in range(schema.get("minItems", 0))]


def _text(schema: dict[str, Any]) -> str:
    if found := _ID.fullmatch(schema.get("pattern", "")):
        return f"{found[1]}_{'0' * int(found[2])}"
    lengths = range(schema.get("minLength", 0), schema.get("maxLength", 1 << 20) + 1)
    fitting = (word for word in _WORDS if len(word) in lengths and re.search(schema.get("pattern", ""), word))
    word = next(fitting, None)
    if word is None or (schema.get("format") == "password" and word == _WORDS[0]):
        word = _PASSWORD
    return word
