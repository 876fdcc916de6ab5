"""Documents that need attention, and the remedies that are offered for them."""

from docloft import objects, tables
from docloft.errors import Reason
from docloft.lifecycle import attention, changes
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.reasons import (
    NOT_TAKEN,
)
from tests.fixtures import LIBRARY, make_document


def rejected(reason: Reason = NOT_TAKEN, **values):
    """A document rejected by this release, whose bytes are in the inbox."""
    document = make_document(State.AWAITING_UPLOAD)
    objects.write(objects.inbox_key(LIBRARY, document.document_id), b"bytes", "application/x-thing")
    written = {"state": State.REJECTED, **reason.attributes, "read_by": attention.generation(), **values}
    return changed(document, written)


def failed(reason: Reason, **values):
    document = make_document(State.WORKING)
    return changed(document, {"state": State.FAILED, **reason.attributes, "read_by": attention.generation(), **values})


def changed(document, values):
    return changes.amend(LIBRARY, document.document_id, lambda _: Change("test", values), actor="test").document


def reload(document):
    return tables.documents.find(LIBRARY, document.document_id)


def remedies_of(call, document):
    return call("GET", f"/v1/documents/{document.document_id}").json["attention"]["remedies"]


def listed(call, query=""):
    return [one["id"] for one in call("GET", f"/v1/attention{query}").json["documents"]]
