"""Every route of the API, declared once: the resolver is built from this table, requests are checked and answers
dumped by its schemas, and docs/openapi.json is generated from it. Long because it is a table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from marshmallow import Schema

from docloft import formats
from docloft.roles import Role
from docloft_api import schemas
from docloft_api.http import bodies, problems
from docloft_api.http.problems import Problem

# What programs send that were not told what it is: `curl --data-binary` says the second.
UNDECLARED = ("application/octet-stream", "application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. `needs` None means that anybody may ask, unless `keyed`: then a machine's key opens it,
    and no sign-in does. `takes_bytes` names the media types of a body that is taken as it is. `answers` maps a status
    to the schema of its body, None where the body is described elsewhere. `problems` are those of this route besides
    the ones every route of its kind has (see `possible_problems`).
    """

    name: str
    method: str
    path: str
    summary: str
    answers: Mapping[int, type[Schema] | None]
    needs: Role | None = Role.VIEWER
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    problems: tuple[Problem, ...] = ()
    if_match: bool = False
    idempotency_key: bool = False
    keyed: bool = False
    takes_bytes: tuple[str, ...] = ()
    answer_headers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def matches(self, path: str) -> bool:
        return _pattern(self.path).fullmatch(path) is not None

    @property
    def at_most_bytes(self) -> int:
        """Of a body."""
        return bodies.MAX_FILE_BYTES if self.takes_bytes else bodies.MAX_BODY_BYTES

    @property
    def possible_problems(self) -> tuple[Problem, ...]:
        found = [problems.INTERNAL_ERROR, problems.TRY_AGAIN, problems.TOO_MANY_REQUESTS, *self.problems]
        if self.needs is not None:
            # Naming a library one does not belong to is 404 on every route.
            found += [problems.UNAUTHORIZED, problems.NOT_FOUND]
        if self.keyed:
            found += [problems.UNAUTHORIZED]
        if self.needs is not None:
            # Of a role that allows less, or of a key that only adds.
            found += [problems.FORBIDDEN]
        if self.query or self.body or self.if_match:
            found += [problems.INVALID_REQUEST]
        if self.body:
            found += [problems.UNSUPPORTED_MEDIA_TYPE, problems.TOO_LARGE]
        if self.if_match:
            found += [problems.PRECONDITION_FAILED]
        if self.idempotency_key:
            found += [problems.IDEMPOTENCY_KEY_REUSED]
        return tuple(sorted(set(found), key=lambda problem: problem.status))


HEALTH = Operation("health", "GET", "/v1/health", "Whether the API is up", {200: schemas.HealthSchema}, needs=None)
OPENAPI = Operation("openapi", "GET", "/v1/openapi.json", "This description", {200: None}, needs=None)
ME = Operation("me", "GET", "/v1/me", "Who is asking, in which library, within which limits", {200: schemas.MeSchema})
CREATE_DOCUMENT = Operation(
    "create_document",
    "POST",
    "/v1/documents",
    "Announce a document and get the form to upload its bytes with; 200 when the library has these bytes already",
    {201: schemas.CreatedSchema, 200: schemas.CreatedSchema},
    needs=Role.EDITOR,
    body=schemas.CreateDocumentSchema,
    problems=(problems.CONFLICT,),
    idempotency_key=True,
    answer_headers={201: ("ETag", "Location"), 200: ("ETag", "Location")},
)
LIST_DOCUMENTS = Operation(
    "list_documents",
    "GET",
    "/v1/documents",
    "Documents, newest first",
    {200: schemas.DocumentsSchema},
    query=schemas.ListQuerySchema,
)
GET_DOCUMENT = Operation(
    "get_document",
    "GET",
    "/v1/documents/{document_id}",
    "One document",
    {200: schemas.DocumentSchema},
    answer_headers={200: ("ETag",)},
)
EDIT_DOCUMENT = Operation(
    "edit_document",
    "PATCH",
    "/v1/documents/{document_id}",
    "Rename a document or set its date",
    {200: schemas.DocumentSchema},
    needs=Role.EDITOR,
    body=schemas.EditDocumentSchema,
    problems=(problems.CONFLICT,),
    if_match=True,
    answer_headers={200: ("ETag",)},
)
TRASH_DOCUMENT = Operation(
    "trash_document",
    "POST",
    "/v1/documents/{document_id}/trash",
    "Put a document into the trash; idempotent",
    {200: schemas.DocumentSchema},
    needs=Role.EDITOR,
    problems=(problems.CONFLICT,),
    if_match=True,
    answer_headers={200: ("ETag",)},
)
RESTORE_DOCUMENT = Operation(
    "restore_document",
    "POST",
    "/v1/documents/{document_id}/restore",
    "Take a document out of the trash; idempotent",
    {200: schemas.DocumentSchema},
    needs=Role.EDITOR,
    problems=(problems.CONFLICT,),
    if_match=True,
    answer_headers={200: ("ETag",)},
)
DELETE_DOCUMENT = Operation(
    "delete_document",
    "DELETE",
    "/v1/documents/{document_id}",
    "Delete for ever what is in the trash, was rejected or never uploaded; answers the job that does it",
    {202: schemas.JobStartedSchema},
    needs=Role.EDITOR,
    problems=(problems.CONFLICT,),
    if_match=True,
    answer_headers={202: ("Location",)},
)
GET_ORIGINAL = Operation(
    "get_original",
    "GET",
    "/v1/documents/{document_id}/original",
    "A link to the original, good for 15 minutes; inline only for types that cannot carry script",
    {200: schemas.OriginalSchema},
    query=schemas.OriginalQuerySchema,
)
GET_THUMBNAIL = Operation(
    "get_thumbnail",
    "GET",
    "/v1/documents/{document_id}/thumbnail",
    "A link to the thumbnail",
    {200: schemas.ThumbnailSchema},
)
GET_PAGE_TEXT = Operation(
    "get_page_text",
    "GET",
    "/v1/documents/{document_id}/pages/{page}/text",
    "The text of one page, marked where a query matches; the first page is 1",
    {200: schemas.PageTextSchema},
    query=schemas.PageTextQuerySchema,
)
DROP = Operation(
    "drop",
    "POST",
    "/v1/inbox",
    "Add a document with a drop key: its bytes themselves up to 4 MB, or JSON that announces it and is answered with "
    "the form to upload it with",
    {201: schemas.DropSchema, 200: schemas.DropSchema},
    needs=None,
    keyed=True,
    query=schemas.DropQuerySchema,
    body=schemas.CreateDocumentSchema,
    takes_bytes=(*formats.BY_MEDIA_TYPE, *UNDECLARED),
    problems=(problems.CONFLICT,),
    idempotency_key=True,
)
LIST_DROP_KEYS = Operation(
    "list_drop_keys",
    "GET",
    "/v1/drop-keys",
    "Keys that let machines add documents to this library, newest first",
    {200: schemas.DropKeysSchema},
    needs=Role.OWNER,
)
CREATE_DROP_KEY = Operation(
    "create_drop_key",
    "POST",
    "/v1/drop-keys",
    "Make a drop key; its value is in this answer and in no other. 200 without it when this Idempotency-Key made it",
    {201: schemas.MadeDropKeySchema, 200: schemas.MadeDropKeySchema},
    needs=Role.OWNER,
    body=schemas.NameDropKeySchema,
    problems=(problems.CONFLICT,),
    idempotency_key=True,
)
RENAME_DROP_KEY = Operation(
    "rename_drop_key",
    "PATCH",
    "/v1/drop-keys/{drop_key_id}",
    "Rename a drop key",
    {200: schemas.DropKeySchema},
    needs=Role.OWNER,
    body=schemas.NameDropKeySchema,
)
REVOKE_DROP_KEY = Operation(
    "revoke_drop_key",
    "DELETE",
    "/v1/drop-keys/{drop_key_id}",
    "Revoke a drop key for ever; what it added stays",
    {200: schemas.DropKeySchema},
    needs=Role.OWNER,
)
LIST_JOBS = Operation(
    "list_jobs",
    "GET",
    "/v1/jobs",
    "Jobs of the last 30 days, newest first",
    {200: schemas.JobsSchema},
    query=schemas.JobsQuerySchema,
)
GET_JOB = Operation("get_job", "GET", "/v1/jobs/{job_id}", "One job", {200: schemas.JobSchema})
SEARCH = Operation(
    "search",
    "GET",
    "/v1/search",
    "Documents by their words, best first, each with the page to open and marked snippets",
    {200: schemas.SearchAnswerSchema},
    query=schemas.SearchQuerySchema,
)

OPERATIONS: tuple[Operation, ...] = (
    HEALTH,
    OPENAPI,
    ME,
    CREATE_DOCUMENT,
    LIST_DOCUMENTS,
    GET_DOCUMENT,
    EDIT_DOCUMENT,
    DELETE_DOCUMENT,
    TRASH_DOCUMENT,
    RESTORE_DOCUMENT,
    GET_ORIGINAL,
    GET_THUMBNAIL,
    GET_PAGE_TEXT,
    SEARCH,
    LIST_JOBS,
    GET_JOB,
    DROP,
    LIST_DROP_KEYS,
    CREATE_DROP_KEY,
    RENAME_DROP_KEY,
    REVOKE_DROP_KEY,
)


def operation_of(method: str, path: str) -> Operation | None:
    """The operation a request asks for; None when there is none."""
    return next((one for one in OPERATIONS if one.method == method and one.matches(path)), None)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)) + "/*")
