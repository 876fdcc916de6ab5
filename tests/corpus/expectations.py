"""What must become of each document of a corpus: its final state, and the words that search finds it by.

The corpora are in a folder beside the checkout (tests/tiers.py): `open`, real documents; `reports`, files rebuilt from
public bug reports, with `reports/ok`; and `hostile`, once its generator has made the files.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

REPORTS = Path(__file__).with_name("reports.tsv")
READY = frozenset({"ready"})
REFUSED = frozenset({"rejected", "failed"})
"""A file that is kept, but waits for its password or cannot be read, is `failed`."""

SHOWN = frozenset({"jpeg-corrupt-dht.jpg"})
"""Files that the hostile corpus wants refused as damaged. Its damage is a table that libjpeg replaces: it decodes to a
whole picture without an error, so it is kept as viewers show it.
"""

REPAIRED = {"cut-after-80-percent.pdf": (("brokenxref",), ("Querverweisbruch",))}
"""Files that `reports/ok` lists as failed, because they still failed when it was written, and the words that must be
found. Their remains are read now, and `partial` says that something is missing: damaged is only what no
reader can open.
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """One file. Of each tuple in `phrases`, one phrase must find it. `media_type` ending in "/" is any of that kind."""

    path: Path
    states: frozenset[str] = READY
    phrases: tuple[tuple[str, ...], ...] = ()
    media_type: str | None = None
    pages: int | None = None
    name: str = field(default="")

    @property
    def upload_name(self) -> str:
        return self.name or self.path.name


def load(folder: Path) -> list[Expected]:
    """The files of one corpus, recognised by the file that describes it. Raises ValueError for any other folder."""
    if (folder / "MANIFEST.tsv").is_file():
        return list(_manifest(folder))
    if (folder / "INDEX.json").is_file():
        return list(_hostile(folder))
    if (folder / "EXPECTED.tsv").is_file():
        return list(_held(folder))
    if folder.name == "reports":
        return list(_reports(folder))
    raise ValueError(f"{folder} is not one of the corpora.")


def _manifest(folder: Path) -> Iterator[Expected]:
    for row in _rows(folder / "MANIFEST.tsv"):
        either = "accept either" in row["verified_with"]
        words = [word.strip() for word in row["words"].split("|") if word.strip()]
        is_pdf = row["media_type"] == "application/pdf"
        refused = row["expected"].startswith("rejected")
        yield Expected(
            folder / row["file"],
            REFUSED if refused else READY,
            tuple((word, " ".join(reversed(word.split()))) if either else (word,) for word in words),
            None if refused else _comparable(row["media_type"]),
            int(row["pages"]) if is_pdf and not refused else None,
        )


def _reports(folder: Path) -> Iterator[Expected]:
    for row in _rows(REPORTS):
        phrases = tuple((word.strip(),) for word in row["words"].split("|") if word.strip())
        yield Expected(folder / row["file"], READY, phrases, row["media_type"] or None)


def _held(folder: Path) -> Iterator[Expected]:
    for row in _rows(folder / "EXPECTED.tsv"):
        phrases = tuple((word.strip(),) for word in row["longest words found on 2026-11-28"].split("|") if word.strip())
        phrases = REPAIRED.get(row["file"], phrases)
        accepted = row["state"] == "accepted" or row["file"] in REPAIRED
        yield Expected(
            folder / row["file"],
            READY if accepted else REFUSED,
            phrases,
            _comparable(row["media_type"]) if accepted else None,
        )


def _hostile(folder: Path) -> Iterator[Expected]:
    rows = json.loads((folder / "INDEX.json").read_text())
    copies = Counter(row["sha256"] for row in rows)
    for row in rows:
        expected = row["expect"]
        states = READY if expected.startswith("ready") and "rejected" not in expected else READY | REFUSED
        if expected.startswith("rejected") and "ready" not in expected:
            states = REFUSED
        if copies[row["sha256"]] > 1:
            # All files are uploaded to one library, which keeps the same bytes once.
            states |= {"rejected"}
        if row["file"] in SHOWN:
            states = READY
        phrases = (("zebrawood",),) if "zebrawood found" in expected else ()
        yield Expected(folder / row["file"], states, phrases, name=row["upload_name"])


def _comparable(media_type: str) -> str:
    """Which kind of text a text is cannot be recognised by its content."""
    return "text/" if media_type in {"text/plain", "text/csv"} else media_type


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
