"""The files of the site as they would be published (frontend/deploy/site.cjs), and an API that exists only in the test:
for libraries that are too large to be uploaded.

The file is long because it has a response for each operation that the site calls.
"""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from local.samples import make_pdf
from tests.conftest import ROOT

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data: https:; "
    "font-src 'self' data:; connect-src 'self' https:; "
    "worker-src 'self'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html docloft"
)
_LIST = """
const { site, filled } = require("./frontend/deploy/site.cjs");
const { files, assets, stylesheet, modules, texts } = site(process.argv[2]);
const values = { assets, stylesheet, modules, ...texts, content_security_policy: process.argv[1] };
process.stdout.write(JSON.stringify(files.map(({ key, file, type, body, cache }) => {
  const text = key === "index.html" ? filled(require("fs").readFileSync(file, "utf8"), values) : body?.toString();
  return { key, file: require("path").resolve(file), type, cache, text: text ?? null };
})));
"""
_WORDS = ("Rechnung", "Vertrag", "Kontoauszug", "Bescheid", "Lieferschein", "Angebot", "Mahnung", "Quittung")
_UNKNOWN = (
    *(
        "width",
        "height",
        "language",
        "reason",
        "reason_code",
        "attention",
        "index_problem",
        "duplicate_of",
        "thumbnail",
    ),
    *("parent_id", "parent_title", "due_date", "keep_until", "amount", "currency", "trashed_at", "trashed_by"),
    *("ocr_pages_total", "ocr_pages_done"),
)
_DAYS = 20 * 365
_FIRST = date(2007, 1, 2)


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file with the headers that it is published with."""

    kind: str
    cache: str
    body: bytes


@cache
def files(folder: Path = ROOT / "frontend", policy: str = POLICY) -> dict[str, SiteFile]:
    """The files that would be published from this folder, by address."""
    listed = subprocess.run(
        ["node", "-e", _LIST, policy, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    ).stdout
    return {
        "/" + one["key"]: SiteFile(
            one["type"],
            one["cache"],
            Path(one["file"]).read_bytes() if one["text"] is None else one["text"].encode(),
        )
        for one in json.loads(listed)
    }


def name(what: str, number: int, title: str, colour: str | None = None) -> dict[str, Any]:
    return {
        "id": f"01JDA0ZQ5T8M3N7K2V4W6X{what[0].upper()}{number:03}",
        "what": what,
        "name": title,
        "colour": colour,
        "parent_id": None,
        "aliases": [],
        "type": None,
        "options": [],
        "version": 1,
    }


STATUS = name("field", 1, "Status") | {
    "type": "choice",
    "options": [{"id": "open", "name": "Neu"}, {"id": "paid", "name": "Bezahlt"}],
}
DEPOSIT = name("field", 2, "Kaution") | {"type": "money"}
NAMES = [
    *(name("sender", at, f"{word} GmbH") for at, word in enumerate(("Stadtwerke", "Telefon", "Versicherung", "Bank"))),
    *(name("kind", at, word) for at, word in enumerate(_WORDS)),
    *(name("tag", at, word, "#2f6fde") for at, word in enumerate(("Haus", "Auto", "Steuer"))),
    DEPOSIT,
    STATUS,
]


PDF: dict[str, Any] = {
    "media_type": "application/pdf",
    "label": "PDF",
    "name_key": "format.pdf",
    "badge": "PDF",
    "icon": "file",
}
PDF |= {"extensions": [".pdf"], "viewer": "pdf"}
PAPER = make_pdf(["Stadtwerke GmbH\nRechnung vom 3. November 2026\n\nGesamtbetrag 119,00 EUR"])


class Library:
    """A library with this many generated documents: each has a date, spread over twenty years."""

    def __init__(self, size: int, *, inbox: int = 0) -> None:
        self.size = size
        self.inbox = inbox
        """The newest ones are in the inbox, without a sender, a kind, tags and a date."""
        self.changed: dict[str, dict[str, Any]] = {}
        self.settings: dict[str, Any] = {
            "name": "Mine",
            "ocr_languages": ["deu"],
            "available_ocr_languages": ["deu", "eng"],
            "inbox": True,
            "version": 1,
        }
        self.requests: list[str] = []
        self.url = ""
        """The address of its files, once it is served."""
        self.months: dict[str, list[int]] = {}
        """By month, latest first: the numbers of its documents, in order."""
        for number in range(size):
            self.months.setdefault(f"{self.day(number):%Y-%m}", []).append(number)

    def day(self, number: int) -> date:
        """Documents are numbered from the newest to the oldest."""
        return _FIRST + timedelta(days=_DAYS - number * _DAYS // max(1, self.size))

    def document(self, number: int) -> dict[str, Any]:
        of = [[one["id"] for one in NAMES if one["what"] == what] for what in ("sender", "kind", "tag")]
        day = self.day(number).isoformat()
        found = {
            "id": f"01JDA0ZQ5T8M3N7K2V{number:08}",
            "state": "ready",
            "title": f"{_WORDS[number % len(_WORDS)]} {number:05} vom {day}"
            + " mit langem Betreff" * (number % 7 == 0),
            "file_name": f"scan-{number}.pdf",
            "media_type": "application/pdf",
            "size": 1000 * (number % 900 + 1),
            "pages": number % 9 + 1,
            "document_date": day,
            "sender": of[0][number % len(of[0])],
            "kind": of[1][number % len(of[1])],
            "tags": of[2][: number % 4],
            "created_at": f"{day}T10:00:00.000Z",
            "updated_at": f"{day}T10:00:00.000Z",
            "version": 1,
            "partial": [],
            "remedies": [],
            "inbox": number < self.inbox,
            **dict.fromkeys(_UNKNOWN),
            "reason_values": {},
            "custom_fields": self._values(number),
            "children": 0,
            "has_text": True,
            "checksum_sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        }
        if number < self.inbox:
            found |= {"sender": None, "kind": None, "tags": [], "document_date": None}
        return found

    def _values(self, number: int) -> dict[str, Any]:
        if number % 3 == 0:
            return {}
        option = STATUS["options"][number % 2]["id"]
        return {STATUS["id"]: option, DEPOSIT["id"]: {"amount": 100 * number, "currency": "EUR"}}

    def respond(self, method: str, path: str, query: Mapping[str, str], body: dict[str, Any]) -> Any:
        self.requests.append(f"{method} {path}")
        if path.startswith("/v1/documents/"):
            return self._of_document(method, *path.removeprefix("/v1/documents/").split("/"), body=body)
        if (method, path) == ("POST", "/v1/names"):
            return next((one for one in NAMES if one["name"] == body["name"]), None) or name(
                body["what"], 9, body["name"]
            )
        if path == "/v1/library" and body:
            self.settings |= body | {"version": self.settings["version"] + 1}
        if path == "/v1/search/months":
            months = [
                {"month": month, "count": len(found), "filter": f"date:{month}"} for month, found in self.months.items()
            ]
            return {"months": months, "total": self.size}
        if path == "/v1/search/rows":
            return self._rows(query)
        if path in {"/v1/documents", "/v1/attention"}:
            return {"documents": [], "cursor": None}
        return {
            "/v1/me": {
                "user": {"id": "me", "email": "anna@example.org"},
                "library": {"id": "mine", "name": "Mine", "role": "owner", "inbox": self.settings["inbox"]},
                "limits": {"max_upload_bytes": 10**8, "accepted": [PDF]},
            },
            "/v1/library": self.settings,
            "/v1/names": {"names": NAMES},
            "/v1/views": {"views": []},
            "/v1/views/counts": {"counts": []},
            "/v1/attention/unseen": {"count": 0},
            "/v1/search": self._search(),
            "/v1/search/groups": self._groups(query.get("by", "")),
        }.get(path)

    def _of_document(self, method: str, document_id: str, what: str = "", *, body: dict[str, Any]) -> Any:
        found = self.changed.get(document_id) or self.document(int(document_id[-8:]))
        if what == "original":
            return {"url": f"{self.url}/paper.pdf", "expires_at": "2030-01-01T00:00:00Z", "disposition": "inline"}
        if what == "suggestions":
            kind = NAMES[len(document_id) % 3 + 4]["name"]
            facts = {"sender": "Stadtwerke GmbH", "kind": kind, "document_date": "2026-11-03"}
            shown = [{"fact": fact, "value": value, "evidence": value, "page": 1} for fact, value in facts.items()]
            return {"suggestions": shown if found["inbox"] else [], "looks_like": []}
        if what in {"trash", "restore"}:
            body = {"trashed_at": "2026-11-29T00:00:00.000Z" if what == "trash" else None}
        elif method != "PATCH" and what:
            return {"children": [], "entries": [], "documents": [], "cursor": None}
        if body:
            found = {**found, **body, "version": found["version"] + 1}
            self.changed[document_id] = found
        return found

    def _rows(self, query: Mapping[str, str]) -> Any:
        everything: Sequence[int] = range(self.size) if not query["q"] else []
        found: Sequence[int] = self.months.get(query["q"].removeprefix("date:"), everything)
        senders = {f"from:{one['id']}": at for at, one in enumerate(NAMES[:3])} | {"-has:from": 3}
        if query["q"] in senders:
            found = range(senders[query["q"]], self.size, 4)
        if query["order"].endswith(DEPOSIT["id"]):
            valued = [number for number in found if number % 3]
            without = [number for number in found if not number % 3]
            found = [*(reversed(valued) if query["order"].startswith("-") else valued), *without]
        start = int(query["offset"])
        if query["q"] == "is:inbox":
            papers = self._listed(range(self.inbox))
            left = [one for one in papers if one["inbox"] and not one["trashed_at"]]
            return {"documents": left[start : start + int(query["limit"])], "total": len(left), "incomplete": None}
        page = self._listed(list(found)[start : start + int(query["limit"])])
        return {"documents": page, "total": len(found), "incomplete": None}

    def _groups(self, by: str) -> Any:
        found = [one for one in NAMES if one["what"] == by == "sender"][:3]
        groups = [
            {"id": one["id"], "name": one["name"], "count": self.size // 4, "filter": f"from:{one['id']}"}
            for one in found
        ]
        return {"groups": groups, "total": self.size}

    def _listed(self, numbers: Iterable[int]) -> list[dict[str, Any]]:
        return [self.changed.get(one["id"], one) for one in map(self.document, numbers)]

    def _search(self) -> Any:
        facets = [
            {
                "facet": facet,
                "values": [
                    {
                        "id": one["id"],
                        "name": one["name"],
                        "count": at + 1,
                        "filter": one["name"],
                        "selected": False,
                    }
                    for at, one in enumerate(NAMES)
                    if one["what"] == facet
                ],
            }
            for facet in ("sender", "kind", "tag", "year", "is")
        ]
        left = sum(
            1 for number in range(self.inbox) if self.changed.get(self.document(number)["id"], {}).get("inbox", True)
        )
        facets[4]["values"] = [{"id": "inbox", "name": None, "count": left, "filter": "is:inbox", "selected": False}]
        facets[3]["values"] = [
            {"id": str(year), "name": None, "count": 2500, "filter": f"date:{year}", "selected": False}
            for year in range(2026, 2006, -1)
        ]
        return {
            "hits": [],
            "total": self.size,
            "cursor": None,
            "corrected": None,
            "ignored": [],
            "notices": [],
            "incomplete": None,
            "facets": facets,
            "around": ["", ""],
        }
