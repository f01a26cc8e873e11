"""JSON that others rely on: dataclasses made from it, and the JSON Schema that describes it.

The classes say everything once: their fields are the keys, the types are the types, `Annotated`
adds bounds, and the docstrings become descriptions. `dataclasses.asdict` gives the JSON.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin
from typing import get_type_hints as hints_of

Count = Annotated[int, {"minimum": 0}]
Rate = Annotated[float, {"minimum": 0}]
Probability = Annotated[float, {"minimum": 0, "maximum": 1}]
Name = Annotated[str, {"minLength": 1}]

Kind = TypeVar("Kind")

_UNIONS: Final = (Union, UnionType)
_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}
_ATTRIBUTE: Final = re.compile(r"^    (\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def from_json(kind: type[Kind], content: Any) -> Kind:
    """Return the dataclass `kind` that the JSON `content` holds.

    A key that is missing, as in results of an earlier version, gets the empty value of its type.
    A key that is unknown, as in results of a later one, is passed over.

    Raises:
        ValueError: The content is something else.
    """
    return cast(Kind, _value(kind, content))


def _value(kind: Any, content: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in _UNIONS:
        return None if content is None else _value(inner[0], content)
    if origin is list:
        return [_value(inner[0], each) for each in _checked(content, list)]
    if origin is dict:
        return {key: _value(inner[1], each) for key, each in _checked(content, dict).items()}
    if is_dataclass(kind):
        held = _checked(content, dict)
        values = {
            name: _value(hint, held[name]) if name in held else _empty(hint)
            for name, hint in _hints(cast(Any, kind), bounds=False).items()
        }
        return cast(Any, kind)(**values)
    if kind is Any:
        return content
    expected = type(inner[0]) if origin is Literal else kind
    return _checked(content, (int, float) if kind is float else expected)


def _checked(content: Any, kind: Any) -> Any:
    if not isinstance(content, kind):
        raise ValueError(f"{kind} is expected, not {type(content).__name__}")
    return content


def _empty(kind: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return inner[0]
    if is_dataclass(kind):
        raise ValueError(f"there is no {kind}")
    return None if origin in _UNIONS else (origin or kind)()


@cache
def _hints(kind: Hashable, bounds: bool) -> dict[str, Any]:
    """Return the type of each field of a dataclass; `bounds` says whether with its bounds."""
    hints = hints_of(kind, include_extras=bounds)
    return {each.name: hints[each.name] for each in fields(cast(Any, kind))}


def schema_of(kind: type, name: str, title: str) -> dict[str, Any]:
    """Return the JSON Schema of a dataclass.

    Rules that no type can express are in the attribute `RULES` of a class.

    Args:
        kind: The dataclass.
        name: What follows `urn:moodcloud:` in the schema's id.
        title: What the schema describes.
    """
    definitions: dict[str, Any] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:moodcloud:{name}",
        "title": title,
        **_object(kind, definitions),
        "$defs": definitions,
    }


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    text = inspect.getdoc(kind) or ""
    told = {name: " ".join(each.split()) for name, each in _ATTRIBUTE.findall(text)}
    properties = {
        name: _schema(hint, definitions) | ({"description": told[name]} if name in told else {})
        for name, hint in _hints(kind, bounds=True).items()
    }
    return {
        "type": "object",
        "description": " ".join(text.partition("\n\n")[0].split()),
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
        **getattr(kind, "RULES", {}),
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return {**_schema(inner[0], definitions), **inner[1]}
    if origin in _UNIONS:
        return {"anyOf": [_schema(inner[0], definitions), {"type": "null"}]}
    if origin is list:
        return {"type": "array", "items": _schema(inner[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(inner[1], definitions)}
    if is_dataclass(kind):
        name = cast(type, kind).__name__
        if name not in definitions:
            definitions[name] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{name}"}
    return _simple(kind)


def _simple(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    return {} if kind is Any else {"type": _TYPES[kind]}
