"""Writing several items at once, all or nothing, each step on a condition (DynamoDB: TransactWriteItems)."""

from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from docloft.errors import ConflictError
from docloft.tables import connection
from docloft.tables.documents import Document
from docloft.tables.library import LibraryRecord


@dataclass(frozen=True, slots=True)
class New:
    """Step: put a record that must not exist yet, unless it already names the same document (so that the same claim
    may be repeated).
    """

    record: Model


@dataclass(frozen=True, slots=True)
class Changed:
    """Step: set these attributes (None removes one) if the document still has the version that was read."""

    document: Document
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Removed:
    """Step: delete a record if it exists and, for a claim, still names `document_id`."""

    record: Model
    document_id: str | None = None


Step = New | Changed | Removed


class StepRefusedError(ConflictError):
    """A condition of the transaction does not hold; nothing was written. `step` is the one that failed, None when
    another transaction was writing the same items at that moment.
    """

    def __init__(self, step: Step | None) -> None:
        super().__init__("Somebody else changed this at the same moment; nothing was written.")
        self.step = step


def commit(*steps: Step) -> None:
    """Writes all steps or none; at most 100 (DynamoDB's limit). Raises StepRefusedError. The client's own retries are
    idempotent by a request token.
    """
    # PynamoDB sends deletes, puts, updates in this order; DynamoDB's reasons come in the order sent.
    ordered = sorted(steps, key=lambda step: (Removed, New, Changed).index(type(step)))
    try:
        with TransactWrite(connection=connection.transaction_connection()) as transaction:
            for step in ordered:
                _add(transaction, step)
    except TransactWriteError as error:
        codes = [reason.code if reason else None for reason in error.cancellation_reasons]
        if "ConditionalCheckFailed" in codes:
            raise StepRefusedError(ordered[codes.index("ConditionalCheckFailed")]) from error
        if "TransactionConflict" in codes:
            raise StepRefusedError(None) from error
        raise


def _add(transaction: TransactWrite, step: Step) -> None:
    match step:
        case New(LibraryRecord() as record) if record.document_id is not None:
            mine = LibraryRecord.document_id == record.document_id
            transaction.save(record, condition=LibraryRecord.record_key.does_not_exist() | mine)
        case New(record):
            hash_key = type(record)._hash_key_attribute()  # noqa: SLF001 - has no public name
            transaction.save(record, condition=hash_key.does_not_exist())
        case Changed(document, values):
            actions = [
                getattr(Document, name).remove() if value is None else getattr(Document, name).set(value)
                for name, value in values.items()
            ]
            transaction.update(document, actions=actions, condition=Document.version == document.version)
        case Removed(Document() as document, _):
            transaction.delete(document, condition=Document.version == document.version)
        case Removed(record, document_id):
            held = LibraryRecord.document_id == document_id
            transaction.delete(record, condition=LibraryRecord.record_key.does_not_exist() | held)
