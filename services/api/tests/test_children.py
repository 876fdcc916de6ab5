import pytest

from docloft.commands.registry import ALIGN_PARTS
from docloft.ids import new_id
from docloft.lifecycle import parts
from docloft.lifecycle.states import State
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document, sent_commands


@pytest.fixture
def mail(call):
    """A mail with two attachments, of which the second was deleted permanently."""
    mother = make_document(State.READY, title="Your order", children=2)
    invoice = make_document(State.READY, parent_id=mother.document_id)
    for number, (child, name) in enumerate([(invoice.document_id, "Docs/Invoice.pdf"), (new_id(), "Gone.pdf")]):
        parts.record(LIBRARY, mother.document_id, child, name=name, number=number).save()
    return mother, invoice


def test_children_are_listed_in_order_with_their_names_there(call, mail):
    mother, invoice = mail

    reply = call("GET", f"/v1/documents/{mother.document_id}/children")

    named = [(one["name"], one["document"] and one["document"]["id"]) for one in reply.json["children"]]
    assert named == [("Docs/Invoice.pdf", invoice.document_id), ("Gone.pdf", None)]


def test_document_without_parts_has_no_children(call, ready):
    assert call("GET", f"/v1/documents/{ready.document_id}/children").json == {"children": []}


def test_children_of_another_library_are_not_found(call):
    other = make_document(State.READY, library_id=OTHER_LIBRARY)

    assert call("GET", f"/v1/documents/{other.document_id}/children").status == 404


def test_child_is_shown_with_the_title_of_its_parent(call, mail):
    mother, invoice = mail

    alone = call("GET", f"/v1/documents/{invoice.document_id}").json
    listed = {one["id"]: one for one in call("GET", "/v1/documents").json["documents"]}

    for one in (alone, listed[invoice.document_id]):
        assert (one["parent_id"], one["parent_title"]) == (mother.document_id, "Your order")
    assert (listed[mother.document_id]["children"], listed[mother.document_id]["parent_title"]) == (2, None)


def test_child_whose_parent_is_gone_has_no_title_of_it(call):
    orphan = make_document(State.READY, parent_id=new_id())

    assert call("GET", f"/v1/documents/{orphan.document_id}").json["parent_title"] is None


@pytest.mark.parametrize("verb", ["trash", "restore"])
def test_parts_follow_their_parent_also_when_the_first_command_was_lost(call, mail, verb):
    mother, _ = mail

    for _ in range(2):
        call("POST", f"/v1/documents/{mother.document_id}/{verb}")

    sent = sent_commands()
    assert [(one.action, one.document_id) for one in sent] == [(ALIGN_PARTS, mother.document_id)] * 2


def test_document_without_parts_sends_no_command(call, ready):
    call("POST", f"/v1/documents/{ready.document_id}/trash")

    assert sent_commands() == []


def test_restored_part_is_not_trashed_again_with_its_parent(call):
    part = make_document(State.READY, parent_id=new_id(), trashed_at="2026-11-28T18:00:00.000Z", trashed_with=new_id())

    call("POST", f"/v1/documents/{part.document_id}/restore")

    part.refresh()
    assert not part.trashed_at
    assert not part.trashed_with
