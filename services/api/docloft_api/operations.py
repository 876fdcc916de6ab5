"""Every route of the API, declared once: the resolver is built from this table, requests are checked and answers
dumped by its schemas, and docs/openapi.json is generated from it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

from marshmallow import Schema

from docloft_api import problems, schemas
from docloft_api.problems import Problem


class Role(IntEnum):
    """What a member may do; a greater one may all that a smaller one may."""

    VIEWER = 1
    EDITOR = 2
    OWNER = 3


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. `needs` None means that anybody may ask. `answers` maps a status to the schema of its
    body, None where the body is described elsewhere. `problems` are those of this route besides the ones every
    route of its kind has (see `possible_problems`).
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
    answer_headers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def matches(self, path: str) -> bool:
        return _pattern(self.path).fullmatch(path) is not None

    @property
    def possible_problems(self) -> tuple[Problem, ...]:
        found = [problems.INTERNAL_ERROR, problems.TRY_AGAIN, problems.TOO_MANY_REQUESTS, *self.problems]
        if self.needs is not None:
            # Naming a library one does not belong to is 404 on every route.
            found += [problems.UNAUTHORIZED, problems.NOT_FOUND]
        if self.needs is not None and self.needs > Role.VIEWER:
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
    "The words of one page; the first page is 1",
    {200: schemas.PageTextSchema},
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
)


def operation_of(method: str, path: str) -> Operation | None:
    """The operation a request asks for; None when there is none."""
    return next((one for one in OPERATIONS if one.method == method and one.matches(path)), None)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)) + "/*")
