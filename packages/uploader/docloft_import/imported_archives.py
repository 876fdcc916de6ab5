"""The contents of an archive to import, and its files: a folder or a ZIP."""

import json
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from docloft_upload import UploadError

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What zipfile raises for an entry that is damaged, encrypted or compressed differently."""


@dataclass(frozen=True)
class Label:
    """A sender, kind or tag. `keep_years`: of a kind."""

    what: str
    name: str
    colour: str | None = None
    parent: "Label | None" = None
    keep_years: int | None = None


@dataclass(frozen=True)
class Field:
    """A typed field of the library, with a type of the API. `options`: the names of a choice's options."""

    name: str
    type: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """A note on a document. `note_id` is the same whenever the archive is read. `at` and `by`: when it was written, and
    by whom.
    """

    note_id: str
    text: str
    at: str | None = None
    by: str | None = None


@dataclass(frozen=True)
class Event:
    """An entry of the history of a document. `changes`: by field, its value before and after, with the ids of names in
    the archive. `without_values`: fields that were changed to values that are unknown. `note`: as the API takes it.
    """

    event_id: str
    event: str
    at: str
    by_kind: str
    by_name: str | None = None
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    without_values: tuple[str, ...] = ()
    reverts: str | None = None
    note: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Paper:
    """A document to import. `inside`: the path of its file in the folder or ZIP. `is_part`: it is also inside another
    document, which is imported first.
    """

    inside: str
    file_name: str
    title: str | None = None
    document_date: str | None = None
    due_date: str | None = None
    keep_until: str | None = None
    amount: int | None = None
    currency: str | None = None
    sender: Label | None = None
    kind: Label | None = None
    tags: tuple[Label, ...] = ()
    notes: tuple[Remark, ...] = ()
    fields: tuple[tuple[Field, Any], ...] = ()
    """Values as the API takes them, except that a choice has the name of its option."""
    links: tuple[tuple[Field, str], ...] = ()
    """Fields with another document: its `origin_id`, or its path in the same archive."""
    origin_id: str | None = None
    """Its id in the library that was exported, the same in all archives of an export."""
    is_part: bool = False
    in_trash: bool = False
    in_inbox: bool = False
    file_number: int = 1
    """Which version of its file it is."""
    added_at: str | None = None
    """When it was added to the archive."""
    file_moments: tuple[tuple[str, str], ...] = ()
    """The checksums of its files, as the API has them, with the moment when each was added to the archive."""
    refused_suggestions: tuple[str, ...] = ()
    """What people refused permanently, as an export has it."""
    history: tuple[Event, ...] = ()
    """Oldest first."""


@dataclass(frozen=True)
class EarlierFile:
    """Another version of a document's file, by the document's `origin_id`."""

    origin_id: str
    number: int
    inside: str
    file_name: str
    checksum_sha256: str | None = None
    added_at: str | None = None


@dataclass(frozen=True)
class Rule:
    """`body` and `actions` as the API takes them, but without what has ids of names: `names` are the sender and the
    kind, `fields` and `links` are as in a Paper.
    """

    rule_id: str
    body: dict[str, Any]
    actions: dict[str, Any]
    names: tuple[Label, ...] = ()
    tags: tuple[Label, ...] = ()
    fields: tuple[tuple[Field, Any], ...] = ()
    links: tuple[tuple[Field, str], ...] = ()


@dataclass
class Archive:
    """What a folder or ZIP contains. `views`: by their ids, as the API takes them; `settings`: of the library."""

    papers: list[Paper] = field(default_factory=list)
    earlier: list[EarlierFile] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    labels: dict[str, Label] = field(default_factory=dict)
    """Senders, kinds and tags by their ids in the archive, also those that no document has."""
    fields: dict[str, tuple[Field, dict[str, str]]] = field(default_factory=dict)
    """Fields by their ids in the archive, each with the names of its options by their ids."""


class Source:
    """The files of a folder or a ZIP."""

    def __init__(self, path: Path) -> None:
        """Raises UploadError if it is neither."""
        self.path = path
        self._zip = None
        if path.is_file():
            try:
                self._zip = zipfile.ZipFile(path)
            except (zipfile.BadZipFile, OSError):
                raise UploadError(f"{path} is neither a folder nor a ZIP archive.", lasting=True) from None
        elif not path.is_dir():
            raise UploadError(f"{path} does not exist.", lasting=True)

    def json(self, name: str) -> Any:
        """The parsed content of a JSON file; None if there is none."""
        try:
            if self._zip:
                return json.loads(self._zip.read(name))
            return json.loads((self.path / name).read_bytes())
        except (KeyError, FileNotFoundError):
            return None
        except ValueError:
            raise UploadError(f"{self.path}: {name} is damaged.", lasting=True) from None

    def names(self, ending: str) -> list[str]:
        if self._zip:
            return sorted(name for name in self._zip.namelist() if name.endswith(ending))
        return sorted(path.relative_to(self.path).as_posix() for path in self.path.rglob(f"*{ending}"))

    @contextmanager
    def file(self, inside: str) -> Iterator[Path]:
        """The file at this path. Raises UploadError if it is missing or outside of the archive."""
        pure = PurePosixPath(inside)
        if pure.is_absolute() or ".." in pure.parts:
            raise UploadError(f"The archive lists a file outside of itself: {inside}", lasting=True)
        if self._zip is None:
            if not (self.path / pure).is_file():
                raise UploadError(f"The archive lists {inside}, but does not contain it.", lasting=True)
            yield self.path / pure
            return
        with tempfile.TemporaryDirectory(prefix="docloft-import-") as folder:
            target = Path(folder, pure.name or "file")
            try:
                with self._zip.open(inside) as member, target.open("wb") as copy:
                    while chunk := member.read(1024 * 1024):
                        copy.write(chunk)
            except KeyError:
                raise UploadError(f"The archive lists {inside}, but does not contain it.", lasting=True) from None
            except _DAMAGED as error:
                raise UploadError(f"{inside} is damaged in the archive: {error}.", lasting=True) from None
            yield target
