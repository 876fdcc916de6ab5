"""What CloudFormation would do with a stack: the difference between its template and another one. Whether a changed
property replaces its resource is read from the resource's schema, which cfn-lint ships (createOnlyProperties; AWS:
resource type schema).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

from operate.effective_templates import effective, references

Path = tuple[str, ...]

_KEEPING = {"Retain", "RetainExceptOnCreate", "Snapshot"}
_RENAMED_BY_CONTENT = {"AWS::ApiGateway::Deployment"}
"""Their logical id is a digest of their content (services/api/stage.cjs): a new one replaces the old one in every
publication of the API, without harm."""
_PACKAGES = "ServerlessDeploymentBucket"


class Effect(StrEnum):
    """What happens to a resource."""

    ADDED = "added"
    CHANGED = "changed"
    MAYBE_REPLACED = "changed, perhaps replaced"
    REPLACED = "replaced"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """`retained`: CloudFormation keeps the old resource, which then belongs to no stack. `properties`: what is
    different, by path.
    """

    stack: str
    name: str
    kind: str
    effect: Effect
    properties: tuple[Path, ...] = ()
    retained: bool = False

    @property
    def is_drastic(self) -> bool:
        """Whether a resource with its contents is lost or left behind."""
        return self.effect in {Effect.REPLACED, Effect.REMOVED} and self.kind not in _RENAMED_BY_CONTENT

    def __str__(self) -> str:
        what = ", ".join(".".join(path) for path in self.properties)
        kept = ", and the old one is kept outside the stack" if self.retained else ""
        return f"{self.effect}{kept}: {self.name} ({self.kind}){f': {what}' if what else ''}"


def compare(stack: str, before: dict[str, Any], after: dict[str, Any], region: str) -> list[Change]:
    """The changes from one template to another, in the order of the templates. Where packages are in S3 is ignored:
    their content is compared separately. The bucket for packages keeps the name it has, as in packaging/bucket.cjs.
    """
    old, new = effective(before), effective(after)
    if _PACKAGES in old and _PACKAGES in new:
        new[_PACKAGES] = _with_name_of(old[_PACKAGES], new[_PACKAGES])
    found: dict[str, Change] = {}
    for name, resource in new.items():
        if name not in old:
            found[name] = Change(stack, name, resource["Type"], Effect.ADDED)
        elif (change := _changed(stack, name, old[name], resource, region)) is not None:
            found[name] = change
    _follow_replacements(stack, new, found, region)
    for name, resource in old.items():
        if name not in new:
            kept = resource.get("DeletionPolicy") in _KEEPING
            found[name] = Change(stack, name, resource["Type"], Effect.REMOVED, retained=kept)
    return list(found.values())


def effect_of(kind: str, path: Path, region: str) -> Effect:
    """What changing one property does to a resource of this type."""
    schema = _schema(kind, region)
    if schema is None:
        return Effect.MAYBE_REPLACED
    if any(_meets(path, pointer) for pointer in schema.get("createOnlyProperties", [])):
        return Effect.REPLACED
    if any(_meets(path, pointer) for pointer in schema.get("conditionalCreateOnlyProperties", [])):
        return Effect.MAYBE_REPLACED
    return Effect.CHANGED


def _changed(stack: str, name: str, old: dict[str, Any], new: dict[str, Any], region: str) -> Change | None:
    kept = old.get("UpdateReplacePolicy") in _KEEPING
    if old["Type"] != new["Type"]:
        return Change(stack, name, new["Type"], Effect.REPLACED, (("Type",),), kept)
    paths = tuple(
        path
        for path in _differences(old.get("Properties", {}), new.get("Properties", {}))
        if not _is_code(new["Type"], path[0])
    )
    policies = tuple((key,) for key in ("DeletionPolicy", "UpdateReplacePolicy") if old.get(key) != new.get(key))
    if not paths and not policies:
        return None
    effect = _worst([effect_of(new["Type"], path, region) for path in paths])
    return Change(stack, name, new["Type"], effect, (*paths, *policies), kept and effect == Effect.REPLACED)


def _follow_replacements(stack: str, new: Mapping[str, Any], found: dict[str, Change], region: str) -> None:
    """A property that refers to a replaced resource changes with it, and may replace its own resource in turn."""
    waiting = [name for name, change in found.items() if change.effect == Effect.REPLACED]
    while waiting:
        replaced = waiting.pop()
        for name, resource in new.items():
            before = found.get(name)
            if name == replaced or (before and before.effect in {Effect.REPLACED, Effect.ADDED}):
                continue
            paths = tuple(
                (key,)
                for key, value in resource.get("Properties", {}).items()
                if replaced in references(value) and not _is_code(resource["Type"], key)
            )
            if not paths:
                continue
            effects = [effect_of(resource["Type"], path, region) for path in paths]
            effect = _worst([*effects, *([before.effect] if before else [])])
            change = before or Change(stack, name, resource["Type"], effect)
            kept = resource.get("UpdateReplacePolicy") in _KEEPING and effect == Effect.REPLACED
            properties = tuple(dict.fromkeys((*change.properties, *paths)))
            found[name] = replace(change, effect=effect, properties=properties, retained=kept)
            if effect == Effect.REPLACED:
                waiting.append(name)


def _with_name_of(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in new.get("Properties", {}).items() if key != "BucketName"}
    name = {key: value for key, value in old.get("Properties", {}).items() if key == "BucketName"}
    return {**new, "Properties": properties | name}


def _is_code(kind: str, key: str) -> bool:
    """Where a function's package is. Its content is compared by checksum."""
    return kind == "AWS::Lambda::Function" and key == "Code"


def _worst(effects: list[Effect]) -> Effect:
    return max(effects, key=list(Effect).index, default=Effect.CHANGED)


def _differences(old: Any, new: Any, path: Path = ()) -> Iterator[Path]:
    """The innermost properties that differ. Lists are compared as wholes. Everything else keeps its order."""
    if isinstance(old, dict) and isinstance(new, dict) and not _is_function(old) and not _is_function(new):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(key), new.get(key), (*path, key))
    elif old != new:
        yield path


def _is_function(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)) in {"Ref", "Condition"} | {
        key for key in value if key.startswith("Fn::")
    }


def _meets(path: Path, pointer: str) -> bool:
    """Whether a change at `path` touches what the pointer of a schema (/properties/A/B, * for any item) names."""
    parts = [part for part in pointer.split("/")[2:] if part != "*"]
    return all(one == other for one, other in zip(path, parts, strict=False))


@cache
def _schema(kind: str, region: str) -> dict[str, Any] | None:
    try:
        schema: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, kind).schema
    except ResourceNotFoundError:
        return None
    return schema
