"""Writing one record back. Every write is conditional: what somebody wrote meanwhile is never written over, and the
answer is whether it was written. Documents go with a line of history in the same transaction.
"""

from base64 import urlsafe_b64decode
from typing import Any

from botocore.exceptions import ClientError

from docloft import commands, objects, tables
from docloft.documents import changes, states
from docloft.documents.names import title_from
from docloft.documents.states import State
from docloft.identity import new_id, now, timestamp
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from operate.comparing import Item
from operate.stage import client, code

ACTOR = "operator"


def put_back(item: Item) -> bool:
    """A card that is missing, with a version nobody has seen: an old If-Match must not fit."""
    document = tables.items.load("documents", item)
    assert isinstance(document, Document)  # noqa: S101 - for mypy
    lines = tables.history.list_events(document.library_id, document.document_id)
    document.version = max([int(document.version), *(int(line.version) for line in lines)]) + 1
    return _new(document, "put_back")


def adopt(library_id: str, document_id: str) -> bool:
    """A card made from what its original carries (services/storage, receiving)."""
    head = _carried(objects.original_key(library_id, document_id))
    name = urlsafe_b64decode(head["Metadata"]["file-name"]).decode()
    lines = tables.history.list_events(library_id, document_id)
    document = Document(
        library_id,
        document_id,
        state=State.RECEIVED,
        title=title_from(name),
        file_name=name,
        media_type=head["ContentType"],
        size=head["ContentLength"],
        checksum_sha256=head["Metadata"]["checksum-sha256"],
        created_at=head["Metadata"]["created-at"],
        version=max([0, *(int(line.version) for line in lines)]) + 1,
    )
    return _new(document, "adopted")


def _new(document: Document, event: str) -> bool:
    document.updated_at = timestamp()
    for name, value in _as_the_bucket_has_it(document).items():
        setattr(document, name, value)
    held = changes.holder_of(document.library_id, document.checksum_sha256)
    claim = [changes.claim(document)] if held is None and states.is_archived(document.state) else []
    try:
        transactions.commit(
            transactions.Create(document),
            transactions.Create(_line(document, event, int(document.version))),
            *claim,
        )
    except transactions.StepRefusedError:
        return False
    _have_read(document)
    return True


def turn_back(before: Item, item: Item) -> bool:
    """A card that differs, if it is still as it was compared."""
    live, then = tables.items.load("documents", before), tables.items.load("documents", item)
    assert isinstance(live, Document)  # noqa: S101 - for mypy
    assert isinstance(then, Document)  # noqa: S101 - for mypy
    for name, value in _as_the_bucket_has_it(then).items():
        setattr(then, name, value)
    names = set(Document.get_attributes()) - {"library_id", "document_id", "version", "updated_at"}
    values = {name: getattr(then, name) for name in names}
    values |= {"version": int(live.version) + 1, "updated_at": timestamp()}
    try:
        transactions.commit(
            transactions.Update(live, values),
            transactions.Create(_line(live, "put_back", values["version"])),
        )
    except transactions.StepRefusedError:
        return False
    _have_read(then)
    return True


def _as_the_bucket_has_it(document: Document) -> dict[str, Any]:
    """A card of a moment when its bytes were on their way, or whose words are gone: what is in the archive now is
    received, and read anew by the sweep.
    """
    state = State(document.state)
    key = objects.original_key(document.library_id, document.document_id)
    if state == State.REJECTED or objects.head(key) is None:
        return {}
    text = objects.text_key(document.library_id, document.document_id)
    if state in {State.READY, State.FAILED} and not (document.has_text and objects.head(text) is None):
        return {}
    original = _carried(key)
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


def _have_read(document: Document) -> None:
    """Without waiting for the sweep, which would find it."""
    if document.state == State.RECEIVED:
        commands.send(
            commands.registry.READ, document.library_id, document_id=document.document_id, correlation_id=new_id()
        )


def _carried(key: str) -> Any:
    """What an object carries besides its bytes."""
    return objects.client().head_object(Bucket=objects.bucket(), Key=key)


def _line(document: Document, event: str, version: int) -> HistoryEvent:
    return HistoryEvent(
        **states.history_line(document.library_id, document.document_id, event, actor=ACTOR, version=version)
    )


def put(table: str, item: Item, before: Item | None) -> bool:
    """Writes a record if it is still not there, or still as it was compared, attribute by attribute."""
    names = {f"#n{number}": name for number, name in enumerate(before or {"library_id": None})}
    if before is None:
        keys = client("dynamodb").describe_table(TableName=table)["Table"]["KeySchema"]
        names = {"#n0": keys[0]["AttributeName"]}
        condition, values = "attribute_not_exists(#n0)", {}
    else:
        condition = " AND ".join(f"#n{number} = :v{number}" for number in range(len(before)))
        values = {f":v{number}": value for number, value in enumerate(before.values())}
    told: dict[str, Any] = {"ConditionExpression": condition, "ExpressionAttributeNames": names}
    if values:
        told["ExpressionAttributeValues"] = values
    try:
        client("dynamodb").put_item(TableName=table, Item=item, **told)
    except ClientError as error:
        if code(error) == "ConditionalCheckFailedException":
            return False
        raise
    return True
