"""Reading a document as the worker does, and its text afterwards."""

import time

from docloft import texts
from docloft.lifecycle import changes
from docloft.lifecycle.changes import Change
from docloft_worker import reading

# A PDF has a thumbnail before it is read.
PICTURED = {"thumbnail_width": 354, "thumbnail_height": 500}


REAL = reading.sandbox
"""For everything that a replaced sandbox does not do itself, such as finding facts in the text."""


def read(document, seconds=200.0):
    return reading.read(document.library_id, document.document_id, until=time.monotonic() + seconds)


def text_of(document):
    return texts.load(document.library_id, document.document_id)


def amend(document, event, **values):
    changes.amend(document.library_id, document.document_id, lambda _: Change(event, values), actor="user:ada")
