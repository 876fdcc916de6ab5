"""Gives a library without documents the settings of the exported one, before its pages are read."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from docloft_import.imported_archives import Archive
from docloft_upload import Client, require

_NOT_THE_OWNER = 403


def apply(client: Client, archives: Iterable[Archive]) -> Counter[str]:
    """Returns what was left out, with counts."""
    wanted = next((one.settings for one in archives if one.settings), None)
    if not wanted:
        return Counter()
    library = client.get("/v1/library")
    changes = _changes(library, wanted)
    if not changes:
        return Counter()
    if client.get("/v1/documents?limit=1")["documents"]:
        return Counter({"settings of the library, because this one has documents": len(changes)})
    response = client.request("PATCH", "/v1/library", changes, {"If-Match": f'"{library["version"]}"'})
    if response.status == _NOT_THE_OWNER:
        return Counter({"settings of the library, which only its owner can change": len(changes)})
    require(response)
    return Counter()


def _changes(library: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    languages = [one for one in wanted.get("ocr_languages") or [] if one in library["available_ocr_languages"]]
    if languages and sorted(languages) != sorted(library["ocr_languages"]):
        changes["ocr_languages"] = languages
    if "inbox" in wanted and wanted["inbox"] != library["inbox"]:
        changes["inbox"] = wanted["inbox"]
    return changes
