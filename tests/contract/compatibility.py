"""Finds changes of an OpenAPI description that break clients of an older one: responses may only gain fields
and values, and requests may only need fewer. Existing tools such as openapi-diff do not support OpenAPI 3.1.
"""

from collections.abc import Iterator
from typing import Any

Description = dict[str, Any]


def breaks(old: Description, new: Description) -> list[str]:
    """One sentence for each change from `old` to `new` that breaks clients."""
    found: list[str] = []
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            name = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            found += [f"{name} is gone"] if after is None else _operation(name, before, after, old, new)
    return found


def _operation(name: str, before: Description, after: Description, old: Description, new: Description) -> Iterator[str]:
    if before["security"] != after["security"]:
        yield f"{name}: the security requirements have changed"
    yield from _parameters(name, _named(before, old), _named(after, new), old, new)
    yield from _body(name, before.get("requestBody"), after.get("requestBody"), old, new)
    for status, response in before["responses"].items():
        if status in after["responses"]:
            was, now = _follow(response, old), _follow(after["responses"][status], new)
            yield from _response(f"{name} {status}", was, now, old, new)
        elif status < "400":
            yield f"{name} no longer returns {status}"


def _parameters(name: str, before: Any, after: Any, old: Description, new: Description) -> Iterator[str]:
    for key, parameter in before.items():
        if key not in after:
            yield f"{name}: the parameter {key[1]} is gone"
        else:
            yield from _request(f"{name} {key[1]}", parameter["schema"], after[key]["schema"], old, new)
    for key, parameter in after.items():
        if parameter.get("required") and not before.get(key, {}).get("required"):
            yield f"{name}: the parameter {key[1]} is required now"


def _response(place: str, before: Description, after: Description, old: Description, new: Description) -> Iterator[str]:
    for header in before.get("headers", {}):
        if header not in after.get("headers", {}):
            yield f"{place}: the header {header} is gone"
    for kind, content in before["content"].items():
        if kind not in after["content"]:
            yield f"{place}: {kind} is no longer returned"
        else:
            yield from _returned(place, content["schema"], after["content"][kind]["schema"], old, new)


def _body(name: str, before: Any, after: Any, old: Description, new: Description) -> Iterator[str]:
    if after and not before:
        yield f"{name}: a body is required now"
    for kind, content in (before or {}).get("content", {}).items():
        if kind not in (after or {}).get("content", {}):
            yield f"{name}: a body of {kind} is no longer accepted"
        else:
            yield from _request(f"{name} body", content["schema"], after["content"][kind]["schema"], old, new)


def _request(place: str, before: Any, after: Any, old: Description, new: Description) -> Iterator[str]:
    """What clients send must still be accepted."""
    before, after = _follow(before, old), _follow(after, new)
    if lost := _types(before) - _types(after):
        yield f"{place}: {', '.join(sorted(lost))} is no longer accepted"
    if "enum" in after and (lost := set(before.get("enum", ["anything"])) - set(after["enum"])):
        yield f"{place}: {', '.join(sorted(map(str, lost)))} is no longer accepted"
    for limit, is_tighter in (
        ("maximum", lambda a, b: b < a),
        ("maxLength", lambda a, b: b < a),
        ("minimum", lambda a, b: b > a),
        ("minLength", lambda a, b: b > a),
    ):
        if limit in after and (limit not in before or is_tighter(before[limit], after[limit])):
            yield f"{place}: {limit} is tighter"
    for name in set(after.get("required", ())) - set(before.get("required", ())):
        yield f"{place}: {name} is required now"
    for name, part in before.get("properties", {}).items():
        if name not in after.get("properties", {}):
            yield f"{place}: {name} is no longer accepted"
        else:
            yield from _request(f"{place}.{name}", part, after["properties"][name], old, new)


def _returned(place: str, before: Any, after: Any, old: Description, new: Description) -> Iterator[str]:
    """What clients read must still exist, with the same type. An enum may have new values: the description of the API
    requires clients to accept them (services/api/openapi.py).
    """
    before, after = _follow(before, old), _follow(after, new)
    if grown := _types(after) - _types(before):
        yield f"{place}: {', '.join(sorted(grown))} may be returned now"
    for name in set(before.get("required", ())) - set(after.get("required", ())):
        yield f"{place}: {name} may be missing now"
    for name, part in before.get("properties", {}).items():
        if name not in after.get("properties", {}):
            yield f"{place}: {name} is gone"
        else:
            yield from _returned(f"{place}.{name}", part, after["properties"][name], old, new)
    if "items" in before:
        yield from _returned(f"{place}[]", before["items"], after.get("items", {}), old, new)


def _types(schema: Description) -> set[str]:
    kinds = schema.get("type", [])
    found = {kinds} if isinstance(kinds, str) else set(kinds)
    for part in schema.get("anyOf", ()):
        found |= _types(part) or {str(part.get("$ref"))}
    return found


def _follow(part: Description, whole: Description) -> Description:
    while "$ref" in part:
        place: Any = whole
        for name in part["$ref"].removeprefix("#/").split("/"):
            place = place[name.replace("~1", "/")]
        part = place
    if part.get("anyOf"):
        # A nullable schema: follows the other alternative.
        return {**_follow(next(one for one in part["anyOf"] if one.get("type") != "null"), whole), "type": ["null"]}
    return part


def _named(operation: Description, whole: Description) -> dict[tuple[str, str], Description]:
    parameters = [_follow(one, whole) for one in operation["parameters"]]
    return {(one["in"], one["name"]): one for one in parameters}
