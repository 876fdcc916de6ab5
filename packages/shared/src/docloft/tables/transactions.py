"""Writes several items at once, all or nothing (DynamoDB: TransactWriteItems). Each step has its condition:

| step | what it does | if |
|--|--|--|
| Create | writes a new item | no item has its key |
| Claim | writes a record that belongs to one holder | no item has its key, or the same holder has it already |
| Update | changes attributes of a document | the document still has the version that was read |
| Revise | writes a record again | one of its attributes still has the value that was read |
| Delete | deletes a document | the document still has the version that was read |
| Release | deletes a claim | it does not exist, or the same holder has it |

Claim and Release may therefore be repeated.
"""

from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from docloft.errors import ConflictError
from docloft.tables import connection
from docloft.tables.documents import Document
from docloft.tables.records import Name, Note, Record, Rule, SavedView


@dataclass(frozen=True, slots=True)
class Create:
    item: Model


@dataclass(frozen=True, slots=True)
class Claim:
    """`holder` is the name of the attribute that says to whom the record belongs."""

    record: Record
    holder: str


@dataclass(frozen=True, slots=True)
class Update:
    """None as a value removes the attribute."""

    document: Document
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Revise:
    """`attribute` is the one that must still have the value `before` in the table."""

    record: Record
    attribute: str
    before: Any


@dataclass(frozen=True, slots=True)
class Delete:
    document: Document


@dataclass(frozen=True, slots=True)
class Release:
    """`holder` as in Claim. Only the record's key and its holder have to be set."""

    record: Record
    holder: str


Versioned = Name | Note | Rule | SavedView
Step = Create | Claim | Revise | Update | Delete | Release


class StepRefusedError(ConflictError):
    """A condition of the transaction was not met; nothing was written. `step` is the one that failed, None when
    another transaction was writing the same items at that moment.
    """

    def __init__(self, step: Step | None) -> None:
        super().__init__("Someone else changed this at the same moment; nothing was written.")
        self.step = step


def commit(*steps: Step) -> None:
    """Writes all steps or none; at most 100 (DynamoDB's limit). Raises StepRefusedError. The client's own retries are
    idempotent by a request token.
    """
    deletes = [step for step in steps if isinstance(step, Delete | Release)]
    puts = [step for step in steps if isinstance(step, Create | Claim | Revise)]
    updates = [step for step in steps if isinstance(step, Update)]
    # PynamoDB sends deletes, puts, updates; DynamoDB returns its reasons in the order sent.
    ordered: list[Step] = [*deletes, *puts, *updates]
    try:
        with TransactWrite(connection=connection.shared()) as transaction:
            for step in ordered:
                _add(transaction, step)
    except TransactWriteError as error:
        codes = [reason.code if reason else None for reason in error.cancellation_reasons]
        if "ConditionalCheckFailed" in codes:
            raise StepRefusedError(ordered[codes.index("ConditionalCheckFailed")]) from error
        if "TransactionConflict" in codes:
            raise StepRefusedError(None) from error
        raise


def attempt(*steps: Step) -> bool:
    """Like `commit`, but returns False when a step was refused: nothing was written, and the caller reads again."""
    try:
        commit(*steps)
    except StepRefusedError:
        return False
    return True


def next_version(record: Versioned) -> Revise:
    """Raises the version of a record that was changed, and returns the step that writes it if the table still has the
    version that was read.
    """
    before = int(record.version)
    record.version = before + 1
    return Revise(record, "version", before)


def _add(transaction: TransactWrite, step: Step) -> None:
    match step:
        case Create(item):
            transaction.save(item, condition=_absent(item))
        case Claim(record, holder):
            transaction.save(record, condition=_absent(record) | _held(record, holder))
        case Revise(record, attribute, before):
            transaction.save(record, condition=getattr(type(record), attribute) == before)
        case Update(document, values):
            actions = [
                getattr(Document, name).remove() if value is None else getattr(Document, name).set(value)
                for name, value in values.items()
            ]
            transaction.update(document, actions=actions, condition=_unchanged(document))
        case Delete(document):
            transaction.delete(document, condition=_unchanged(document))
        case Release(record, holder):
            transaction.delete(record, condition=_absent(record) | _held(record, holder))


def _absent(item: Model) -> Condition:
    hash_key = type(item)._hash_key_attribute()  # noqa: SLF001 - has no public name
    condition: Condition = hash_key.does_not_exist()
    return condition


def _held(record: Record, holder: str) -> Condition:
    condition: Condition = getattr(type(record), holder) == getattr(record, holder)
    return condition


def _unchanged(document: Document) -> Condition:
    return Document.version == document.version
