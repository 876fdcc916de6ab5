"""A template as it takes effect: without resources whose condition is false, and with the branch of each Fn::If that
applies. The conditions of this repository compare stage parameters, which are text in a packaged template.
"""

from typing import Any

_NOTHING = object()
_UNKNOWN = object()


def effective(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Resources by logical id. A condition that depends on anything but text is treated as true."""
    conditions: dict[str, Any] = template.get("Conditions", {})
    found = {}
    for name, resource in template.get("Resources", {}).items():
        if "Condition" not in resource or _holds(conditions.get(resource["Condition"]), conditions):
            found[name] = _resolved(resource, conditions)
    return found


def references(value: Any) -> set[str]:
    """Logical ids that a part of a template refers to, by Ref, Fn::GetAtt or Fn::Sub."""
    if isinstance(value, list):
        return set().union(*(references(one) for one in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    found = set().union(*(references(one) for one in value.values())) if value else set()
    if isinstance(name := value.get("Ref"), str):
        found.add(name)
    if "Fn::GetAtt" in value:
        attribute = value["Fn::GetAtt"]
        found.add((attribute if isinstance(attribute, str) else attribute[0]).split(".")[0])
    if "Fn::Sub" in value:
        text = value["Fn::Sub"]
        parts = (text if isinstance(text, str) else text[0]).split("${")[1:]
        found |= {part.split("}")[0].split(".")[0] for part in parts}
    return found


def _resolved(value: Any, conditions: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [found for one in value if (found := _resolved(one, conditions)) is not _NOTHING]
    if not isinstance(value, dict):
        return value
    if value == {"Ref": "AWS::NoValue"}:
        return _NOTHING
    if set(value) == {"Fn::If"}:
        name, yes, no = value["Fn::If"]
        return _resolved(yes if _holds(conditions.get(name), conditions) else no, conditions)
    found = {key: _resolved(one, conditions) for key, one in value.items()}
    return {key: one for key, one in found.items() if one is not _NOTHING}


def _holds(condition: Any, conditions: dict[str, Any]) -> bool:
    return _value(condition, conditions) is not False


def _value(condition: Any, conditions: dict[str, Any]) -> Any:  # noqa: PLR0911 - one for each function
    """True, False or _UNKNOWN."""
    if not isinstance(condition, dict) or len(condition) != 1:
        return _UNKNOWN
    [(function, argument)] = condition.items()
    match function:
        case "Condition":
            return _value(conditions.get(argument), conditions)
        case "Fn::Equals":
            first, second = argument
            return _UNKNOWN if isinstance(first, dict) or isinstance(second, dict) else str(first) == str(second)
        case "Fn::Not":
            value = _value(argument[0], conditions)
            return _UNKNOWN if value is _UNKNOWN else not value
        case "Fn::And" | "Fn::Or":
            values = [_value(one, conditions) for one in argument]
            deciding = function == "Fn::Or"
            if deciding in values:
                return deciding
            return _UNKNOWN if _UNKNOWN in values else not deciding
        case _:
            return _UNKNOWN
