"""Has a locked document read with its password, which is sent to the work function by a synchronous invocation: nothing
in between keeps it (docs/decisions/0024-passwords.md).
"""

import json
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

from docloft import aws, reasons
from docloft.documents.attention import Remedy
from docloft.errors import InvalidRequestError
from docloft.settings import required, settings
from docloft.tables.documents import Document
from docloft_api.features.archive import remedies
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents

_SECONDS = 20
"""Leaves time for the response within the gateway's 29 seconds. The work function continues after that."""


def unlock(person: Person, document_id: str, password: str, if_match: str | None, correlation_id: str) -> Document:
    """Reads a locked document and returns it as it is then: ready, or still working when it takes longer. Raises
    NotFoundError, PreconditionFailedError, ConflictError for a document that does not wait for a password, and
    InvalidRequestError for a wrong one.
    """
    document = documents.find(person, document_id)
    preconditions.require(document, if_match)
    remedies.require(document, Remedy.PASSWORD)
    request = {
        "library_id": person.library_id,
        "document_id": document_id,
        "password": password,
        "correlation_id": correlation_id,
    }
    try:
        client().invoke(FunctionName=required("WORK_FUNCTION"), Payload=json.dumps({"unlock": request}).encode())
    except ReadTimeoutError:
        # It is still being read: its state says so, and the site watches it.
        return documents.find(person, document_id)
    document = documents.find(person, document_id)
    if document.reason_code == reasons.WRONG_PASSWORD.code:
        raise InvalidRequestError(f"{reasons.WRONG_PASSWORD} Nothing was changed.", "/password")
    return document


@cache
def client() -> Any:
    """The process's client of Lambda, made at first use. Without retries: each would read the document again."""
    config = Config(read_timeout=_SECONDS, connect_timeout=3, retries={"mode": "standard", "total_max_attempts": 1})
    return aws.session().create_client("lambda", region_name=settings().region, config=config)
