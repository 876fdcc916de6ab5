"""The senders, kinds, tags and fields of a library. Documents contain their ids. A name that was merged into another
one keeps its record, so the ids in documents stay valid and no document is rewritten.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from docloft import tables
from docloft.lifecycle.custom_fields import MOST_FIELDS, Definition, FieldType
from docloft.name_spellings import SpelledNames, fold
from docloft.tables.records import Name

MOST_OF_A_KIND = 5_000
"""The most senders, kinds or tags of a library, merged ones included: all three together are about 3 MB, three reads.
The limit for fields is lower.
"""

NAME_LIMIT = 100
"""In characters."""

MOST_FOUND = 1_000
"""The most ids that a name in a query can stand for."""


class What(StrEnum):
    """The kind of thing that a name belongs to."""

    SENDER = "sender"
    KIND = "kind"
    TAG = "tag"
    FIELD = "field"


class Directory:
    """A snapshot of all names of a library."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_id = {name.name_id: name for name in names}
        self._spelled: dict[str, SpelledNames] = {}
        self._found: dict[tuple[str, str, bool], tuple[str, ...]] = {}
        self._definitions: Mapping[str, Definition] | None = None

    def __len__(self) -> int:
        return len(self._by_id)

    def count(self, what: str) -> int:
        """How many there are of a kind, merged ones included."""
        return sum(name.what == what for name in self._by_id.values())

    def current(self, name_id: str | None) -> Name | None:
        """The name that an id means today: the one it was merged into, None if that was deleted."""
        seen: set[str] = set()
        name = self._by_id.get(name_id or "")
        while name is not None and name.merged_into and name.name_id not in seen:
            seen.add(name.name_id)
            name = self._by_id.get(name.merged_into)
        return None if name is None or name.merged_into else name

    def definitions(self) -> Mapping[str, Definition]:
        """The fields by their ids."""
        # The parser of a query needs them for each word that may belong to the name of a field.
        if self._definitions is None:
            self._definitions = {
                name.name_id: Definition(
                    name.name_id,
                    FieldType(name.value_type),
                    {option["id"]: option["name"] for option in name.options or ()},
                )
                for name in self._by_id.values()
                if name.what == What.FIELD
            }
        return self._definitions

    def keep_years(self) -> dict[str, int]:
        """How many years documents of each kind are kept, by the ids of kinds that documents may contain."""
        found = {name_id: self.current(name_id) for name_id, name in self._by_id.items() if name.what == What.KIND}
        return {name_id: int(kind.keep_years) for name_id, kind in found.items() if kind and kind.keep_years}

    def shown(self) -> list[Name]:
        """The names that were not merged into another one, sorted by name."""
        return sorted((name for name in self._by_id.values() if not name.merged_into), key=lambda one: fold(one.name))

    def aliases(self) -> dict[str, list[str]]:
        """By the id of a current name, the ids of those that were merged into it."""
        found: dict[str, list[str]] = {}
        for name in self._by_id.values():
            if name.merged_into and (current := self.current(name.name_id)):
                found.setdefault(current.name_id, []).append(name.name_id)
        return found

    def parent_of(self, name: Name) -> Name | None:
        """The tag that a tag is nested in; None for a parent that was deleted or merged into this one."""
        parent = self.current(name.parent_id)
        return None if parent is None or parent.name_id == name.name_id else parent

    def ancestors(self, name: Name) -> Iterator[Name]:
        """The parent, its parent and so on. Ends at a repetition, which two writers at once can make."""
        seen = {name.name_id}
        parent = self.parent_of(name)
        while parent is not None and parent.name_id not in seen:
            yield parent
            seen.add(parent.name_id)
            parent = self.parent_of(parent)

    def find_ids(self, what: str, typed: str, *, whole: bool = False) -> tuple[str, ...]:
        """The ids that documents may contain for a name as a person typed it, including names merged into it and tags
        nested in it. Its id stands for a name, too. If no name is spelled exactly like this, a name also matches if
        it differs in accents only, or else if each typed word is the beginning of one of its words, unless only `whole`
        names are wanted. At most MOST_FOUND.
        """
        # A query may have the same value many times, and its parts are looked up several times.
        key = what, typed, whole
        if key not in self._found:
            self._found[key] = self._find_ids(what, typed, whole=whole)
        return self._found[key]

    def _find_ids(self, what: str, typed: str, *, whole: bool) -> tuple[str, ...]:
        if what not in self._spelled:
            self._spelled[what] = SpelledNames(name for name in self._by_id.values() if name.what == what)
        spelled = self._spelled[what]
        matching = spelled.exactly(typed)
        if not matching and not whole:
            matching = spelled.alike(typed) or spelled.beginning(typed)
        roots = {name.name_id for one in matching if (name := self.current(one.name_id))}
        found = [
            one.name_id
            for one in (spelled.names if roots else ())
            if (name := self.current(one.name_id))
            and (name.name_id in roots or any(parent.name_id in roots for parent in self.ancestors(name)))
        ]
        return tuple(sorted(found)[:MOST_FOUND])

    def find_all_ids(self, what: str) -> tuple[str, ...]:
        """The ids of all names of a kind that documents may contain, including names that were merged into others."""
        return tuple(
            name_id for name_id, name in self._by_id.items() if name.what == what and self.current(name_id) is not None
        )


def most_of(what: str) -> int:
    """The most names of a kind that a library has."""
    return MOST_FIELDS if what == What.FIELD else MOST_OF_A_KIND


def read(library_id: str) -> Directory:
    """Strongly consistent."""
    return Directory(tables.library.list_kind(Name, library_id))


@dataclass
class Lookup:
    """Finds the names that a query contains. Reads those of the library when it is first asked, once. `whole`: only
    names of exactly the letters in the query.
    """

    library_id: str
    whole: bool = False

    @cached_property
    def names(self) -> Directory:
        return read(self.library_id)

    def find_ids(self, what: str, typed: str) -> tuple[str, ...]:
        """As Directory.find_ids."""
        return self.names.find_ids(what, typed, whole=self.whole)

    def find_all_ids(self, what: str) -> tuple[str, ...]:
        """As Directory.find_all_ids."""
        return self.names.find_all_ids(what)

    def definitions(self) -> Mapping[str, Definition]:
        """As Directory.definitions."""
        return self.names.definitions()

    def find_fields(self, typed: str) -> list[Definition]:
        """The fields with a name as a person typed it."""
        definitions = self.names.definitions()
        return [definitions[one] for one in self.find_ids(What.FIELD, typed) if one in definitions]

    def keep_years(self) -> dict[str, int]:
        """As Directory.keep_years."""
        return self.names.keep_years()
