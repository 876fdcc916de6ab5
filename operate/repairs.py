"""Writes single records back to their tables. Every write is conditional and never overwrites a newer change; the
functions return whether they wrote. A document is written in one transaction with a history event.
"""

from base64 import urlsafe_b64decode
from typing import Any

from botocore.exceptions import ClientError

from docloft import commands, objects, tables
from docloft.clock import now, timestamp
from docloft.errors import Cause, NotFoundError
from docloft.ids import content_id, new_id
from docloft.lifecycle import changes, files, lost_files, states
from docloft.lifecycle.names import title_from
from docloft.lifecycle.states import State
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from operate.comparing import Item
from operate.stage import client, code

ACTOR = "operator"


def put_back(item: Item) -> bool:
    """Puts a missing document back, with a version above all earlier ones, so that no old If-Match matches it."""
    document = tables.items.load("documents", item)
    assert isinstance(document, Document)  # noqa: S101 - for mypy
    lines = tables.history.list_events(document.library_id, document.document_id)
    document.version = max([int(document.version), *(int(line.version) for line in lines)]) + 1
    return _new(document, "put_back")


def adopt(library_id: str, document_id: str) -> bool:
    """Creates a document from the metadata of its original, as the receive function wrote it."""
    files_found = lost_files.adopt(library_id, document_id)
    original = _head(objects.original_key(library_id, content_id(document_id, files_found["file_id"])))
    name = urlsafe_b64decode(original["Metadata"]["file-name"]).decode()
    lines = tables.history.list_events(library_id, document_id)
    document = Document(
        library_id,
        document_id,
        state=State.RECEIVED,
        title=title_from(name),
        file_name=name,
        media_type=original["ContentType"],
        size=original["ContentLength"],
        checksum_sha256=original["Metadata"]["checksum-sha256"],
        **files_found,
        created_at=lost_files.time_added(library_id, document_id, original["Metadata"]["created-at"]),
        version=max([0, *(int(line.version) for line in lines)]) + 1,
    )
    return _new(document, "adopted")


def reopen(library_id: str, document_id: str) -> bool:
    """Marks a document that was given up to be read again. One that failed for another reason is not changed: it would
    fail again.
    """

    def decide(document: Document) -> changes.Change | None:
        if document.state != State.FAILED or _cause_of_failure(document) != Cause.GIVEN_UP:
            return None
        return changes.Change("reopened", {"state": State.RECEIVED, "reason": None}, due=now() + files.READ_BY)

    try:
        return changes.amend(library_id, document_id, decide, actor=ACTOR).change is not None
    except NotFoundError:
        return False


def _cause_of_failure(document: Document) -> str | None:
    lines = tables.history.list_events(document.library_id, document.document_id)
    last = next((line for line in reversed(lines) if line.event == State.FAILED), None)
    return (last.facts or {}).get("cause") if last else None


def _new(document: Document, event: str) -> bool:
    document.updated_at = timestamp()
    for name, value in _reset(document).items():
        setattr(document, name, value)
    held = tables.library.holder_of(document.library_id, document.checksum_sha256)
    claim = [changes.claim(document)] if held is None and states.is_archived(document.state) else []
    try:
        transactions.commit(
            transactions.Create(document),
            transactions.Create(_line(document, event, int(document.version))),
            *claim,
        )
    except transactions.StepRefusedError:
        return False
    _request_reading(document)
    return True


def revert(before: Item, item: Item) -> bool:
    """Changes a document back to `item` if it is still the same as `before`."""
    live, earlier = tables.items.load("documents", before), tables.items.load("documents", item)
    assert isinstance(live, Document)  # noqa: S101 - for mypy
    assert isinstance(earlier, Document)  # noqa: S101 - for mypy
    for name, value in _reset(earlier).items():
        setattr(earlier, name, value)
    names = set(Document.get_attributes()) - {"library_id", "document_id", "version", "updated_at"}
    values = {name: getattr(earlier, name) for name in names}
    values |= {"version": int(live.version) + 1, "updated_at": timestamp()}
    try:
        transactions.commit(
            transactions.Update(live, values),
            transactions.Create(_line(live, "put_back", values["version"])),
        )
    except transactions.StepRefusedError:
        return False
    _request_reading(earlier)
    return True


def _reset(document: Document) -> dict[str, Any]:
    """The attributes that make a document `received` again, so that it is read again: when its original has arrived
    since then, when it was being read, or when its text is gone. Otherwise none.
    """
    state = State(document.state)
    key = objects.original_key(document.library_id, document.content_id)
    if state == State.REJECTED or objects.head(key) is None:
        return {}
    text = objects.text_key(document.library_id, document.content_id)
    if state in {State.READY, State.FAILED} and not (document.has_text and objects.head(text) is None):
        return {}
    original = _head(key)
    received = {
        "state": State.RECEIVED,
        "media_type": original["ContentType"],
        "size": original["ContentLength"],
        "lease_token": None,
        "lease_until": None,
        "attempts": 0,
    }
    return received | states.derived(
        document.library_id, document.document_id, State.RECEIVED, document.trashed_at, due=now()
    )


def _request_reading(document: Document) -> None:
    """Makes the worker read it now, instead of waiting for the sweep."""
    if document.state == State.RECEIVED:
        commands.send(
            commands.registry.READ, document.library_id, document_id=document.document_id, correlation_id=new_id()
        )


def _head(key: str) -> Any:
    """S3's HeadObject response, with the metadata."""
    return objects.client().head_object(Bucket=objects.bucket(), Key=key)


def _line(document: Document, event: str, version: int) -> HistoryEvent:
    return HistoryEvent(
        **states.history_line(document.library_id, document.document_id, event, actor=ACTOR, version=version)
    )


def put_record(table: str, item: Item, before: Item | None) -> bool:
    """Writes an item of a table without history: if none has its key (`before` is None), or if the stored one still
    equals `before` in every attribute of `before`.
    """
    names = {f"#n{number}": name for number, name in enumerate(before or {"library_id": None})}
    if before is None:
        keys = client("dynamodb").describe_table(TableName=table)["Table"]["KeySchema"]
        names = {"#n0": keys[0]["AttributeName"]}
        condition, values = "attribute_not_exists(#n0)", {}
    else:
        condition = " AND ".join(f"#n{number} = :v{number}" for number in range(len(before)))
        values = {f":v{number}": value for number, value in enumerate(before.values())}
    conditions: dict[str, Any] = {"ConditionExpression": condition, "ExpressionAttributeNames": names}
    if values:
        conditions["ExpressionAttributeValues"] = values
    try:
        client("dynamodb").put_item(TableName=table, Item=item, **conditions)
    except ClientError as error:
        if code(error) == "ConditionalCheckFailedException":
            return False
        raise
    return True
