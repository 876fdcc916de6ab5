"""Archives with too many files, too deep nesting or files that take too long: reading ends, and what was left out is
recorded.
"""

import pytest

from docloft import reasons
from docloft.commands.registry import READ
from docloft.errors import Refused
from docloft.lifecycle import parts
from docloft.lifecycle.states import State
from docloft_storage import handler as storage
from docloft_worker import leases, part_documents, part_extraction, reading, time_limit
from services.storage.tests.conftest import event_of
from tests.contract.papers_with_parts import amend, archive, children, everything, in_inbox, put, reload, send, upload
from tests.fixtures import LIBRARY
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")


def test_nested_archives_are_opened_three_levels_deep():
    content = b"The innermost text."
    for level in range(6):
        content = archive({f"level{level}.zip" if level else "text.txt": content})
    upload(content)

    by_depth = {int(one.depth): one for one in everything()}
    assert sorted(by_depth) == [0, 1, 2, 3]
    assert [by_depth[depth].partial for depth in range(4)] == [[], [], [], ["parts_left_out"]]


def test_archive_of_archives_cannot_multiply_without_bound(monkeypatch):
    """The kind of 42.zip: each level contains ten of the next one."""
    monkeypatch.setattr(parts, "MAX_TREE", 30)

    def level(depth, seed):
        if depth == 0:
            return {"x.txt": f"text {seed}".encode()}
        return {f"{number}.zip": archive(level(depth - 1, f"{seed}-{number}")) for number in range(5)}

    mother = upload(archive(level(3, "s")))

    assert len(everything()) <= 31
    assert mother.children == 5
    assert any("parts_left_out" in one.partial for one in everything())


def test_archive_with_too_many_files_says_so_and_keeps_the_first(monkeypatch):
    monkeypatch.setattr(parts, "MAX_PARTS", 3)
    mother = upload(archive({f"{number:02}.txt": f"{number}".encode() for number in range(5)}))

    assert (mother.children, mother.partial) == (3, ["parts_left_out"])
    assert list(children(mother)) == ["00.txt", "01.txt", "02.txt"]


def test_ten_thousand_empty_files_do_not_become_documents():
    mother = upload(archive({f"{number}.txt": b"" for number in range(10_000)}))

    assert (mother.state, mother.children, mother.partial) == (State.READY, 0, [])


def test_bomb_is_left_out():
    mother = upload(archive({"bomb.txt": b"\0" * 40_000_000, "real.txt": b"Real"}))

    assert (mother.children, mother.partial) == (1, ["parts_left_out"])
    assert list(children(mother)) == ["real.txt"]


def _count_taken(monkeypatch):
    taken, add = [], part_documents.PartDocuments.add

    def counted(family, part):
        taken.append(part.number)
        add(family, part)

    monkeypatch.setattr(part_documents.PartDocuments, "add", counted)
    return taken


def test_parts_that_were_received_are_not_taken_out_again(monkeypatch):
    taken = _count_taken(monkeypatch)
    mother = upload(archive({f"{number}.txt": f"text {number}".encode() for number in range(4)}))
    assert len(taken) == 4

    amend(mother, state=State.RECEIVED)
    send(READ, mother)

    assert (len(taken), reload(mother).children, reload(mother).partial) == (4, 4, [])


class Clock:
    """Each call into the child takes ten seconds."""

    def __init__(self, monkeypatch):
        self.now, self.call = 0.0, reading.sandbox.call
        monkeypatch.setattr(time_limit.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(reading.sandbox, "call", self.called)

    def called(self, target, *arguments, **options):
        self.now += 10.0 if target.endswith(":pieces") else 0
        return self.call(target, *arguments, **options)


def test_archive_that_takes_too_long_is_continued_in_the_next_delivery(monkeypatch):
    monkeypatch.setattr(part_extraction, "PIECE_BYTES", 10)
    mother = put(archive({f"{number}.txt": f"text {number}".encode() * 2 for number in range(6)}))
    storage.receive(event_of(in_inbox()[0]), Context())
    clock, made = Clock(monkeypatch), []

    for _ in range(2):
        with pytest.raises(time_limit.NoTimeLeftError):
            reading.read(LIBRARY, mother.document_id, until=clock.now + 25)
        made.append(len(children(mother)))
        for key in in_inbox():
            storage.receive(event_of(key), Context())

    assert 0 < made[0] < made[1] < 6
    reading.read(LIBRARY, mother.document_id, until=clock.now + 200)
    assert (reload(mother).state, reload(mother).children, reload(mother).partial) == (State.READY, 6, [])


def test_archive_with_a_file_that_takes_a_whole_delivery_ends(monkeypatch):
    monkeypatch.setattr(part_extraction, "PIECE_BYTES", 10)
    mother = put(archive({"small.txt": b"Small", "large.txt": b"ten bytes." * 20, "other.txt": b"Other"}))
    storage.receive(event_of(in_inbox()[0]), Context())
    clock = Clock(monkeypatch)

    with pytest.raises(time_limit.NoTimeLeftError):
        reading.read(LIBRARY, mother.document_id, until=clock.now + 35)
    for key in in_inbox():
        storage.receive(event_of(key), Context())
    reading.read(LIBRARY, mother.document_id, until=clock.now + 35)

    assert (reload(mother).state, reload(mother).children) == (State.READY, 1)
    assert reload(mother).partial == ["parts_left_out"]


def test_archive_whose_deliveries_all_run_out_of_time_ends(monkeypatch):
    monkeypatch.setattr(part_extraction, "PIECE_BYTES", 10)
    mother = put(archive({f"{number}.txt": f"text {number}".encode() * 2 for number in range(9)}))
    storage.receive(event_of(in_inbox()[0]), Context())
    clock = Clock(monkeypatch)

    for _ in range(leases.MAX_ATTEMPTS - 1):
        with pytest.raises(time_limit.NoTimeLeftError):
            # The part is not received either, so the next delivery takes it out again.
            reading.read(LIBRARY, mother.document_id, until=clock.now + 25)
    reading.read(LIBRARY, mother.document_id, until=clock.now + 25)

    assert (reload(mother).state, reload(mother).partial) == (State.READY, ["parts_left_out"])
    assert 0 < reload(mother).children < 9
    assert reload(mother).attention_at


def test_parts_are_still_listed_when_their_archive_cannot_be_opened_again(monkeypatch):
    mother = upload(archive({"kept.txt": b"Kept", "a.txt": b"A"}))
    call = reading.sandbox.call

    def fails(target, *arguments, **options):
        if target.endswith(":listing"):
            raise Refused(reasons.DAMAGED_ARCHIVE)
        return call(target, *arguments, **options)

    monkeypatch.setattr(reading.sandbox, "call", fails)
    amend(mother, state=State.RECEIVED)
    send(READ, mother)

    assert (reload(mother).children, reload(mother).partial) == (2, ["parts_left_out"])


def test_part_whose_size_is_listed_too_small_gets_no_larger_share_of_the_bytes(monkeypatch):
    monkeypatch.setattr(parts, "MAX_TREE_BYTES", 10_000)
    call = reading.sandbox.call

    def listed(target, *arguments, **options):
        found = call(target, *arguments, **options)
        if target.endswith(":listing"):
            return {**found, "parts": [{**one, "size": 10} for one in found["parts"]]}
        return found

    monkeypatch.setattr(reading.sandbox, "call", listed)
    mother = upload(archive({"one.txt": b"one " * 1000, "two.txt": b"two " * 1000}))

    assert sum(one.bytes_allowed for one in children(mother).values()) <= 10_000
