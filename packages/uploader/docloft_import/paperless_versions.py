"""Reads which documents of paperless-ngx are versions of the file of another one, its `root_document`. What people
recorded is with the root; of its files, the newest is shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from docloft_import.imported_archives import Archive, EarlierFile
from docloft_import.remarks import moment_of

Item = Mapping[str, Any]
IN_TRASH = "versions of files that were in the trash"


class Versions:
    """The versions in a manifest. `scope`: unlike that of every other archive, for ids of documents with versions."""

    def __init__(self, documents: Mapping[Any, Item], scope: str, left_out: Counter[str]) -> None:
        self._scope = scope
        self._of: dict[Any, list[Item]] = {}
        self._roots: dict[Any, Any] = {}
        for pk, item in sorted(documents.items(), key=lambda one: one[0]):
            root = item["fields"].get("root_document")
            if root is None or root not in documents:
                continue
            self._roots[pk] = root
            is_left = item["fields"].get("deleted_at") and not documents[root]["fields"].get("deleted_at")
            if is_left:
                left_out[IN_TRASH] += 1
            elif item.get("__exported_file_name__"):
                self._of.setdefault(root, []).append(item)

    def __contains__(self, pk: Any) -> bool:
        """Whether this document is a version of another one."""
        return pk in self._roots

    def root_of(self, pk: Any) -> Any:
        return self._roots.get(pk, pk)

    def numbers_of(self, pk: Any) -> list[Any]:
        """The numbers of a document and of all its versions."""
        return [pk, *(one for one, root in self._roots.items() if root == pk)]

    def files_of(self, pk: Any, item: Item) -> Sequence[Item]:
        """The document and its versions that have a file, the newest last."""
        own = [item] if item.get("__exported_file_name__") else []
        return [*own, *self._of.get(pk, ())]

    def origin_of(self, pk: Any) -> str | None:
        """The id of a document that has versions."""
        return f"{self._scope} {pk}" if pk in self._of else None

    def add_earlier(self, archive: Archive, pk: Any, files: Sequence[Item]) -> None:
        """All files but the newest one."""
        origin = self.origin_of(pk)
        for number, one in enumerate(files[:-1] if origin else (), 1):
            inside = one["__exported_file_name__"]
            name = one["fields"].get("original_filename") or inside.rpartition("/")[2]
            added_at = moment_of(one["fields"].get("added"))
            archive.earlier.append(EarlierFile(origin or "", number, inside, name, None, added_at))
