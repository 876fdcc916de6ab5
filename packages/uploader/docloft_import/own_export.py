"""Reads the description of Docloft's own export, `docloft-export.json`."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from docloft_import.archives import Archive, Label, Paper
from docloft_upload import UploadError


def of_docloft(description: Mapping[str, Any]) -> Archive:
    """An archive of Docloft's own export, version 1."""
    if description.get("format") != "docloft-export" or description.get("version") != 1:
        raise UploadError("This export was made by a later version of Docloft.", lasting=True)
    by_id = {name["id"]: name for name in description["names"]}
    archive = Archive()
    for one in description["documents"]:
        if one.get("problem"):
            archive.left_out["documents whose original was missing when they were exported"] += 1
            continue
        archive.left_out["changes of the history"] += len(one.get("history", []))
        archive.papers.append(
            Paper(
                inside=one["path"],
                file_name=one.get("file_name") or PurePosixPath(one["path"]).name,
                title=one.get("title"),
                document_date=one.get("document_date"),
                due_date=one.get("due_date"),
                amount=one.get("amount"),
                currency=one.get("currency"),
                sender=_exported(by_id, one.get("sender")),
                kind=_exported(by_id, one.get("kind")),
                tags=tuple(label for tag in one.get("tags") or [] if (label := _exported(by_id, tag))),
                is_part=bool(one.get("parent_id")),
                in_trash=bool(one.get("trashed_at")),
            )
        )
    return archive


def _exported(by_id: Mapping[str, Mapping[str, Any]], name_id: str | None, depth: int = 0) -> Label | None:
    name = by_id.get(name_id or "")
    if name is None or depth > len(by_id):
        return None
    if name.get("merged_into"):
        return _exported(by_id, name["merged_into"], depth + 1)
    return Label(name["what"], name["name"], name.get("colour"), _exported(by_id, name.get("parent_id"), depth + 1))
