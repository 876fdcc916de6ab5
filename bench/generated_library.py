"""Libraries of generated documents, written straight into the running local stage: texts, records and index, as the
worker writes them. Needs `bench.stage_resources.enter` first.

Of the documents, 70 % have one to three pages, 25 % four to twenty, and 5 % fifty-one to seventy; a page has about 120
words. Each is in English, German or French: words of a dictionary of 20,000 for each, with a steep distribution as in
natural text, and the language's own little words between them.
"""

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import tantivy

from docloft import index_heads, objects, texts
from docloft.clock import timestamp
from docloft.ids import new_id
from docloft.lifecycle import states
from docloft.lifecycle.states import State
from docloft.roles import Role
from docloft.search import api as search
from docloft.tables.documents import Document
from docloft.tables.records import Member, Profile
from docloft.texts import Text
from docloft_worker import entries

_BATCH = 100
_THREADS = 4
_PAGE_WORDS = 120
_LITTLE = {
    "en": ["the", "of", "and", "to", "in", "is", "for", "on", "that", "by", "with", "as", "at", "from", "this"],
    "de": ["der", "die", "und", "in", "den", "von", "zu", "das", "mit", "sich", "des", "auf", "für", "ist", "im"],
    "fr": ["de", "la", "le", "et", "les", "des", "en", "un", "du", "une", "que", "est", "pour", "qui", "dans"],
}
_LETTERS = {"en": "etaoinshrdlucmfw", "de": "enisratdhulcgmobü", "fr": "esaitnrulodcpmév"}
_ENDINGS = {"en": ("", "s", "ing", "ed"), "de": ("", "en", "e", "ung"), "fr": ("", "s", "er", "tion")}


@dataclass(frozen=True, slots=True)
class Written:
    """What filling a library took. `cutting_seconds`: of `building_seconds`, for splitting texts into words."""

    text_bytes: int
    stored_bytes: int
    building_seconds: float
    cutting_seconds: float
    writing_seconds: float


class Generator:
    """Generates the same documents for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same documents in each run
        self.words = {code: self._dictionary(code) for code in _LETTERS}

    def text(self) -> Text:
        code = self._random.choice(tuple(_LETTERS))
        return Text(tuple(self._page(code) for _ in range(self._pages())), code)

    def _pages(self) -> int:
        kind = self._random.random()
        low, high = (1, 3) if kind < 0.7 else (4, 20) if kind < 0.95 else (51, 70)
        return self._random.randint(low, high)

    def _page(self, code: str) -> str:
        lines = []
        for _ in range(_PAGE_WORDS // 10):
            line = [self._word(code) for _ in range(10)]
            lines.append(" ".join(line).capitalize() + ".")
        return "\n".join(lines)

    def _word(self, code: str) -> str:
        if self._random.random() < 0.3:
            return self._random.choice(_LITTLE[code])
        known = self.words[code]
        return known[int(len(known) * self._random.random() ** 4)] + self._random.choice(_ENDINGS[code])

    def _dictionary(self, code: str) -> list[str]:
        letters = _LETTERS[code]
        return ["".join(self._random.choices(letters, k=self._random.randint(3, 10))) for _ in range(20_000)]


def create(library_id: str, user_id: str) -> None:
    """A library with this owner and an empty index."""
    moment = timestamp()
    Profile(library_id, Profile.KEY, created_at=moment, name=library_id).save()
    Member(library_id, Member.key(user_id), created_at=moment, role=Role.OWNER, user_id=user_id).save()


def fill(library_id: str, count: int, generator: Generator) -> Written:
    """Publishes the index first: the index function then finds that every record is indexed already, and is done in a
    moment. Waits for nothing.
    """
    location = search.location_of(library_id)
    draft = search.draft_of(location)
    documents: list[Document] = []
    text_bytes = stored_bytes = 0
    building = cutting = writing = 0.0
    for some in _batches(count):
        made = [generator.text() for _ in range(some)]
        new = [record(library_id, text, len(documents) + number) for number, text in enumerate(made)]
        documents += new
        started = time.perf_counter()
        bodies = [texts.encode(text, search.make_vocabulary) for text in made]
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(lambda one: _store(*one), zip(new, bodies, strict=True)))
        text_bytes += sum(len(page.encode()) for text in made for page in text.pages)
        stored_bytes += sum(map(len, bodies))
        writing += time.perf_counter() - started
        before = time.perf_counter()
        cut = [search.document_of(entry_of(one), text) for one, text in zip(new, made, strict=True)]
        cutting += time.perf_counter() - before
        draft.apply(lambda batch, cut=cut: _put(batch, cut))  # type: ignore[misc]
        building += time.perf_counter() - before
    before = time.perf_counter()
    publish(library_id, location, draft)
    building += time.perf_counter() - before
    save(documents)
    return Written(text_bytes, stored_bytes, building, cutting, writing)


def publish(library_id: str, location: search.Location, draft: search.Draft) -> None:
    known = index_heads.find(library_id).get(location.name)
    head = draft.publish(known)
    if head is None:
        raise RuntimeError("Another process writes this index.")
    index_heads.advance(library_id, location.name, head, known)
    draft.close()


def record(library_id: str, text: Text, number: int, moment: datetime | None = None) -> Document:
    """A document that is ready; none of it is stored yet. `moment`: when it was added, otherwise in past years."""
    added = timestamp(moment or datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=5 * number))
    title = " ".join(text.pages[0].split()[:4])
    document = Document(
        library_id,
        new_id(),
        state=State.READY,
        title=title,
        file_name=f"scan {number}.pdf",
        media_type="application/pdf" if number % 3 else "text/plain",
        size=1000 + number,
        checksum_sha256="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        pages=len(text.pages),
        language=text.language,
        has_text=True,
        created_at=added,
        updated_at=timestamp(),
    )
    for name, value in states.derived(library_id, document.document_id, document.state, None, None).items():
        setattr(document, name, value)
    return document


def add(documents: Sequence[tuple[Document, Text]]) -> None:
    """Stores texts, then the records, as the worker does for documents that were read. The index follows."""
    with ThreadPoolExecutor(_THREADS) as threads:
        list(threads.map(lambda one: _store(one[0], texts.encode(one[1], search.make_vocabulary)), documents))
    for document, _ in documents:
        document.updated_at = timestamp()
    save([document for document, _ in documents])


def save(documents: Sequence[Document]) -> None:
    with Document.batch_write() as batch:
        for document in documents:
            batch.save(document)


def entry_of(document: Document) -> search.Entry:
    """As the worker makes it."""
    return search.Entry(**{name: getattr(document, name) for name in entries.ATTRIBUTES})


def _store(document: Document, body: bytes) -> None:
    objects.write(objects.text_key(document.library_id, document.document_id), body, "application/gzip")


def _put(batch: search.Batch, documents: Sequence[tantivy.Document]) -> None:
    for document in documents:
        batch.put(document)


def _batches(count: int) -> Iterator[int]:
    for start in range(0, count, _BATCH):
        yield min(_BATCH, count - start)
