"""Values of fields in a request: checks them against the definitions of the library."""

from collections.abc import Mapping
from typing import Any

from docloft import tables
from docloft.directory import Directory
from docloft.errors import InvalidRequestError
from docloft.lifecycle import custom_fields, states


def check(library_id: str, names: Directory, given: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """The values as documents have them, by the ids of their fields; None removes a value, even that of a field that
    was deleted. Raises InvalidRequestError; its pointer begins with `pointer`.
    """
    definitions = names.definitions()
    found: dict[str, Any] = {}
    for field_id, value in given.items():
        if value is None:
            found[field_id] = None
        elif field_id not in definitions:
            raise InvalidRequestError(
                "There is no such field in this library. Nothing was changed.", f"{pointer}/{field_id}"
            )
        else:
            try:
                found[field_id] = custom_fields.checked(definitions[field_id], value)
            except custom_fields.InvalidValueError as error:
                raise InvalidRequestError(error.detail, f"{pointer}/{field_id}") from error
    wanted = custom_fields.linked_documents(definitions, found)
    known = {
        one.document_id
        for one in tables.documents.find_many(library_id, sorted(wanted))
        if states.is_archived(one.state)
    }
    for field_id, value in found.items():
        if isinstance(value, str) and value in wanted - known:
            raise InvalidRequestError(
                "There is no such document in this library. Nothing was changed.", f"{pointer}/{field_id}"
            )
    return found
