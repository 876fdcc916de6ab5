"""Rules are applied once to each new document, when its text is complete."""

import time

import pytest

from docloft import directory, tables
from docloft.ids import new_id
from docloft.lifecycle import changes, metadata
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.tables.records import Name, Rule
from docloft_worker import arrival, leases, reading
from services.worker.tests.documents import LETTER, events_of, received, reload
from services.worker.tests.recognised_scans import deliver, waiting
from tests.fixtures import LIBRARY

pytestmark = pytest.mark.usefixtures("cloud")

TAG, OTHER, SENDER, SECOND = (f"01JDA0ZQ5T8M3N7K2V4W6X8Y9{letter}" for letter in "1234")
MOMENT = "2026-01-01T00:00:00.000Z"


@pytest.fixture(autouse=True)
def names(cloud):
    for name_id, what in ((TAG, "tag"), (OTHER, "tag"), (SENDER, "sender"), (SECOND, "sender")):
        Name(LIBRARY, Name.key(name_id), created_at=MOMENT, what=what, name=f"name {name_id}", name_id=name_id).save()


def rule(query, actions, *, place=0, is_on=True):
    made = Rule(LIBRARY, Rule.key(new_id()), created_at=MOMENT, name=query, search=query, actions=actions)
    made.is_on, made.place = is_on, place
    made.save()
    return made


def letter(**values):
    return received(LETTER.encode(), **{"rules_due": True, **values})


def read(document):
    return reading.read(document.library_id, document.document_id, until=time.monotonic() + 200)


def lines_of(document):
    return [one for one in tables.history.list_events(LIBRARY, document.document_id) if one.event == "rule_applied"]


def test_matching_rules_are_applied_in_the_transaction_that_makes_a_document_ready():
    first = rule("vertrag kündigen", {"add_tags": [TAG], "sender": SENDER, "inbox": False})
    rule("vodafone", {"add_tags": [OTHER]})
    second = rule("type:text", {"add_tags": [OTHER], "sender": SECOND, "inbox": True}, place=1)
    rule("*", {"in_trash": True}, place=2, is_on=False)
    document = letter(inbox=True)

    assert read(document) == "ready"

    after = reload(document)
    assert (after.tags, after.sender, after.inbox, after.rules_due) == ([TAG, OTHER], SENDER, False, None)
    assert after.version == 3
    assert [(one.actor, one.version, one.facts, one.changes) for one in lines_of(document)] == [
        (
            f"rule:{first.rule_id}",
            3,
            {"rule": "vertrag kündigen"},
            {"tags": [[], [TAG]], "sender": [None, SENDER], "inbox": [True, False]},
        ),
        (f"rule:{second.rule_id}", 3, {"rule": "type:text"}, {"tags": [[TAG], [TAG, OTHER]]}),
    ]


def test_each_application_can_be_reverted():
    rule("vertrag", {"add_tags": [TAG], "title": "{sender}: {title}", "sender": SENDER})
    document = letter(title="scan", file_name="scan.txt")
    read(document)
    [line] = lines_of(document)
    after = reload(document)
    assert after.title == f"name {SENDER}: scan"

    reverted = metadata.revert(after, line.changes, directory.read(LIBRARY))

    assert reverted.values == {"tags": [], "title": "scan", "sender": None}
    assert reverted.left == {}


def test_document_that_is_read_again_is_not_changed_again():
    rule("*", {"add_tags": [TAG]})
    document = letter()
    read(document)
    changes.amend(
        LIBRARY,
        document.document_id,
        lambda _: Change("retried", {"state": State.RECEIVED, "tags": []}),
        actor="user:me",
    )

    assert read(document) == "ready"

    assert (reload(document).tags, len(lines_of(document))) == ([], 1)


def test_document_that_is_not_marked_reads_no_rules(monkeypatch):
    monkeypatch.setattr(arrival.rule_queries, "in_order", lambda _: pytest.fail("rules were read"))

    assert read(letter(rules_due=None)) == "ready"


def test_change_of_a_person_at_the_same_moment_is_kept(monkeypatch):
    rule("*", {"sender": SENDER, "add_tags": [TAG]})
    document = letter()
    matching = search.matching

    def meanwhile(*args):
        monkeypatch.setattr(search, "matching", matching)
        changes.amend(LIBRARY, document.document_id, lambda _: Change("edited", {"sender": SECOND}), actor="user:me")
        return matching(*args)

    monkeypatch.setattr(search, "matching", meanwhile)

    assert read(document) == "ready"

    after = reload(document)
    assert (after.sender, after.tags, len(lines_of(document))) == (SECOND, [TAG], 1)


def test_what_a_person_emptied_before_stays_empty():
    rule("*", {"sender": SENDER, "add_tags": [TAG]})
    document = letter(sender=SECOND)
    changes.amend(LIBRARY, document.document_id, lambda _: Change("edited", {"sender": None}), actor="user:me")

    read(document)

    assert (reload(document).sender, reload(document).tags) == (None, [TAG])


def test_rule_whose_query_means_something_else_since_a_name_was_deleted_does_nothing():
    rule("tag:gone", {"add_tags": [TAG]})
    document = letter()

    read(document)

    assert (reload(document).tags, reload(document).rules_due) == ([], None)


def test_rule_means_no_other_name_that_begins_like_a_deleted_one():
    Name(LIBRARY, Name.key(OTHER), created_at=MOMENT, what="tag", name="Tax return", name_id=OTHER).save()
    rule("tag:Tax", {"add_tags": [TAG]})
    document = letter(tags=[OTHER])

    read(document)

    assert reload(document).tags == [OTHER]


def test_first_rule_decides_about_the_inbox_even_if_it_changes_nothing():
    rule("vertrag", {"inbox": True})
    rule("*", {"inbox": False}, place=1)
    document = letter(inbox=True)

    read(document)

    assert reload(document).inbox


def test_rule_sees_the_title_that_a_mail_has():
    rule("title:wombat", {"add_tags": [TAG]})
    mail = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Wombat\r\nMIME-Version: 1.0\r\n\r\nHello\r\n"
    document = received(mail, "message/rfc822", rules_due=True, title="0001", file_name="0001.eml")

    assert read(document) == "ready"

    assert (reload(document).title, reload(document).tags) == ("Wombat", [TAG])


def test_rule_can_put_a_document_in_the_trash_and_later_rules_are_not_applied():
    trashing = rule("vertrag", {"in_trash": True})
    rule("*", {"add_tags": [TAG]}, place=1)
    document = letter()

    read(document)

    after = reload(document)
    assert bool(after.trashed_at)
    assert (after.trashed_by, after.tags) == (f"rule:{trashing.rule_id}", [])


def test_worker_that_lost_its_lease_applies_nothing(monkeypatch):
    rule("*", {"add_tags": [TAG]})
    document = letter()
    take = leases.take

    def taken_over(*args, **options):
        lease = take(*args, **options)
        changes.amend(
            LIBRARY, document.document_id, lambda _: Change("x", {"lease_token": new_id()}), actor=leases.ACTOR
        )
        return lease

    monkeypatch.setattr(leases, "take", taken_over)

    assert read(document) == reading.LEASE_LOST
    assert (reload(document).tags, reload(document).rules_due, lines_of(document)) == ([], True, [])


def test_date_that_reading_found_is_set():
    rule("invoice", {"document_date": "found"})
    document = received(b"Invoice\n\nInvoice date: 12 March 2024\n\nTotal: 12.50 EUR", rules_due=True)

    assert read(document) == "ready"

    assert reload(document).document_date == "2024-03-12"


def test_document_that_cannot_be_indexed_is_ready_without_rules(monkeypatch):
    rule("*", {"add_tags": [TAG]})
    monkeypatch.setattr(search, "matching", lambda *_: (_ for _ in ()).throw(ValueError("no")))
    document = letter()

    assert read(document) == "ready"
    assert (reload(document).tags, reload(document).rules_due) == ([], None)


def test_rules_wait_for_the_last_recognised_page(ocr, scan):
    rule("page17", {"add_tags": [TAG]})
    document = scan(20)
    changes.amend(LIBRARY, document.document_id, lambda _: Change("x", {"rules_due": True}), actor="test")
    read(document)
    assert (reload(document).state, reload(document).tags, reload(document).rules_due) == ("ready", [], True)

    deliver(*waiting())

    assert (reload(document).ocr_pending, reload(document).rules_due) == (None, None)
    assert reload(document).tags == [TAG]
    assert events_of(document)[-1] in {"rule_applied", "pages_recognised"}
