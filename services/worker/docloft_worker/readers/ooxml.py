"""What all Office Open XML packages have in common (ECMA-376): relationships between parts, and document properties."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from docloft_worker.readers import Properties
from docloft_worker.readers.packages import Package
from docloft_worker.readers.properties import PropertyText

MAIN = "officeDocument"
_CORE = "core-properties"


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is the last part of the relationship's type, which the transitional and the strict variant share."""

    id: str
    kind: str
    target: str


class _Relations:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: list[Relation] = []

    def start(self, _element: str, attributes: dict[str, str]) -> None:
        if "Target" not in attributes or attributes.get("TargetMode") == "External":
            return
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes["Target"])).lstrip("/")
        self.found.append(Relation(attributes.get("Id", ""), kind, target))

    def end(self, _element: str) -> None: ...
    def characters(self, _text: str) -> None: ...


def relations(package: Package, part: str) -> list[Relation]:
    """The relationships of a part to parts that exist, in the order of the file. The package's own for ""."""
    folder, name = posixpath.split(part)
    handler = _Relations(folder)
    package.parse(posixpath.join(folder, "_rels", f"{name}.rels"), handler)
    return [one for one in handler.found if one.target in package.names]


def related(package: Package, part: str, kinds: Sequence[str]) -> list[str]:
    """The parts that `part` refers to by one of `kinds`, ordered by `kinds`, then by its relationships."""
    found = [one for one in relations(package, part) if one.kind in kinds]
    return list(dict.fromkeys(one.target for one in sorted(found, key=lambda one: kinds.index(one.kind))))


def main_part(package: Package, usual: str) -> str:
    return next(iter(related(package, "", [MAIN])), usual)


def properties(package: Package) -> Properties:
    """Title, author, date and language from the core properties (ECMA-376 part 2, 8.3)."""
    handler = PropertyText()
    for part in related(package, "", [_CORE]):
        package.parse(part, handler)
    return handler.properties()
