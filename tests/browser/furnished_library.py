"""A library that exists only in the test, with something on every screen of the site."""

from collections.abc import Mapping
from typing import Any

from tests.browser.site_without_stage import NAMES, Library

MOMENT = "2026-11-03T10:00:00.000Z"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 4
TEXT = "Gesamtbetrag 119,00 EUR, zahlbar bis zum Monatsende."


class FurnishedLibrary(Library):
    def __init__(self) -> None:
        super().__init__(60, inbox=5)

    def document(self, number: int) -> dict[str, Any]:
        found = super().document(number)
        return found | {"title": LONG_WORD} if number == 1 else found

    def respond(self, method: str, path: str, query: Mapping[str, str], body: dict[str, Any]) -> Any:
        found = self._more(path, query)
        return super().respond(method, path, query, body) if found is None else found

    def _more(self, path: str, query: Mapping[str, str]) -> Any:
        if path == "/v1/documents" and "ids" not in query and "state" not in query:
            changed = {"trashed_at": MOMENT, "trashed_by": "anna@example.org"} if query.get("trashed") == "true" else {}
            return {"documents": [self.document(number) | changed for number in range(6)], "cursor": None}
        if path == "/v1/search/rows" and query.get("q") == "is:expired":
            return {"documents": [self._expired(number) for number in range(6)], "total": 6, "incomplete": None}
        if path == "/v1/search" and query.get("q"):
            return self._search() | {"hits": [self._hit(number) for number in range(6)]}
        if path.endswith("/notes"):
            return {"notes": [_note("1"), _note("2")]}
        if path.endswith("/history"):
            return {"entries": [], "cursor": None}
        return {
            "/v1/attention": {"documents": [self._failed(number) for number in range(3)], "cursor": None},
            "/v1/drop-keys": {
                "drop_keys": [{"id": "K1", "name": LONG_WORD, "created_at": MOMENT, "last_used_on": "2026-11-03"}]
            },
            "/v1/jobs": {"jobs": [_job("J1"), _job("J2")], "cursor": None},
            "/v1/rules": {"rules": [_rule("1", is_on=True), _rule("2", is_on=False)]},
            "/v1/views": {"views": [_view()]},
        }.get(path)

    def _hit(self, number: int) -> dict[str, Any]:
        more = {"pages": [2, 3], "exact": True}
        snippet = {"page": 1, "text": TEXT, "marks": [[0, 12]]}
        return {
            "document": self.document(number),
            "title_marks": [[0, 4]],
            "page": 1,
            "snippets": [snippet],
            "more_pages": more,
            "explanation": None,
        }

    def _expired(self, number: int) -> dict[str, Any]:
        return self.document(number) | {"keep_until": "2020-01-31"}

    def _failed(self, number: int) -> dict[str, Any]:
        remedies = ["retry", "keep", "delete"]
        return self.document(number) | {
            "state": "failed",
            "reason": "The file is damaged.",
            "reason_code": "damaged",
            "remedies": remedies,
            "attention": {"kind": "failed", "since": MOMENT, "until": "2026-12-03T10:00:00.000Z", "remedies": remedies},
        }


def _note(number: str) -> dict[str, Any]:
    return {
        "id": number * 26,
        "text": "# Bezahlen\n\nbis **Freitag**: https://bank.example",
        "author": {"kind": "person", "name": "anna@example.org", "is_me": True},
        "created_at": MOMENT,
        "edited_at": None,
        "edited_by": None,
        "origin_at": None,
        "origin_by": None,
        "may_change": True,
    }


def _rule(number: str, *, is_on: bool) -> dict[str, Any]:
    return {
        "id": number * 26,
        "name": f"Rechnungen {number}",
        "query": "Rechnung",
        "zone": None,
        "actions": {"add_tags": [one["id"] for one in NAMES if one["what"] == "tag"], "inbox": False},
        "is_on": is_on,
        "problem": None,
        "deleted_names": [],
        "created_at": MOMENT,
        "version": 1,
    }


def _job(job_id: str) -> dict[str, Any]:
    return {
        "id": job_id,
        "kind": "bulk",
        "state": "done",
        "done": 5,
        "total": 5,
        "document_id": None,
        "reason": None,
        "reason_code": None,
        "reason_values": {},
        "skipped": 0,
        "undoes": None,
        "is_selection": False,
        "changes": {"add_tags": [NAMES[-3]["id"]]},
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }


def _view() -> dict[str, Any]:
    return {
        "id": "V1",
        "name": "Bankbriefe",
        "query": "Rechnung",
        "exact": False,
        "order": "date",
        "layout": "list",
        "created_at": MOMENT,
        "version": 1,
    }
