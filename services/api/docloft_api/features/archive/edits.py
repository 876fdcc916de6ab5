"""Changes that people make to a document: edit, trash, restore, refuse a suggestion."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from docloft import commands, directory, suggestions
from docloft.errors import InvalidRequestError
from docloft.lifecycle import changes, custom_fields, metadata
from docloft.lifecycle import trash as trashing
from docloft.lifecycle.custom_fields import Definition
from docloft.tables.documents import Document
from docloft_api import given_values
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


def edit(person: Person, document_id: str, fields: Mapping[str, Any], if_match: str | None) -> Document:
    """Sets the given fields, those of EditDocumentSchema. Idempotent. Raises NotFoundError, PreconditionFailedError,
    ConflictError, and InvalidRequestError for an id that is not a sender, kind or tag of the library, and for a value
    that its field cannot have. Of `custom_fields`, only the given ones are changed, and None removes one.
    """
    wanted: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()
    }
    if wanted.get("tags"):
        wanted["tags"] = list(dict.fromkeys(wanted["tags"]))
    named = ("sender", "kind", "tags", metadata.CUSTOM_FIELDS)
    names = directory.read(person.library_id) if any(wanted.get(name) for name in named) else None
    given = wanted.pop(metadata.CUSTOM_FIELDS, None)
    definitions = names.definitions() if names is not None else {}
    if names is not None and given:
        given = given_values.check(person.library_id, names, given, f"/{metadata.CUSTOM_FIELDS}")

    def decide(document: Document) -> changes.Change | None:
        preconditions.require(document, if_match)
        values = {**wanted, **({metadata.CUSTOM_FIELDS: _merged(document, given, definitions)} if given else {})}
        values = {name: value for name, value in values.items() if metadata.value_of(document, name) != value}
        if names is not None and (unknown := metadata.unknown_names(names, document, values)):
            raise InvalidRequestError("There is no such name in this library. Nothing was changed.", f"/{unknown[0]}")
        return changes.Change("edited", values) if values else None

    return _amended(person, document_id, decide)


def refuse(person: Person, document_id: str, fact: str, value: str) -> Document:
    """Records that a suggestion must never be shown again for this document. Idempotent. Raises NotFoundError."""
    refused = suggestions.refusal(fact, value)

    def decide(document: Document) -> changes.Change | None:
        known = list(document.refused_suggestions or ())
        if refused in known:
            return None
        kept = [*known, refused][-suggestions.REFUSED_LIMIT :]
        return changes.Change("suggestion_refused", {"refused_suggestions": kept}, facts={"fact": fact})

    return _amended(person, document_id, decide)


def trash(person: Person, document_id: str, if_match: str | None) -> Document:
    """Moves a document to the trash; its parts follow by a command. Idempotent. Raises NotFoundError,
    PreconditionFailedError, and ConflictError for a document that was never archived.
    """

    def decide(document: Document) -> changes.Change | None:
        preconditions.require(document, if_match)
        return trashing.put(document)

    return _with_parts(_amended(person, document_id, decide))


def restore(person: Person, document_id: str, if_match: str | None) -> Document:
    """Takes a document out of the trash, with the parts that were trashed with it. Idempotent. Raises NotFoundError,
    PreconditionFailedError.
    """

    def decide(document: Document) -> changes.Change | None:
        preconditions.require(document, if_match)
        return trashing.take_out(document)

    return _with_parts(_amended(person, document_id, decide))


def _with_parts(document: Document) -> Document:
    """Sent even when nothing was left to do: the command of an earlier request may be lost."""
    if document.children:
        commands.send(commands.registry.ALIGN_PARTS, document.library_id, document_id=document.document_id)
    return document


def _merged(document: Document, given: Mapping[str, Any], definitions: Mapping[str, Definition]) -> dict[str, Any]:
    try:
        return custom_fields.merged(document.custom_fields, given, definitions)
    except custom_fields.InvalidValueError as error:
        raise InvalidRequestError(error.detail, f"/{metadata.CUSTOM_FIELDS}") from error


def _amended(person: Person, document_id: str, decide: changes.Decision) -> Document:
    documents.require_id(document_id)
    return changes.amend(person.library_id, document_id, decide, actor=person.actor).document
