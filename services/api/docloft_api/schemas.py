"""What travels over the wire. Requests are validated by these (unknown fields are refused), answers are dumped by
them, and the OpenAPI document is generated from them: there is no second description. Long because it is a list.

Times are ISO 8601 text already when they come from the tables, so that answers declare them as text with a format.
"""

from marshmallow import Schema, fields, validate

from docloft.documents.names import TITLE_LIMIT
from docloft.documents.states import State
from docloft.formats.format import Viewer
from docloft.roles import MEMBERS
from docloft_api.http.request_fields import LISTED_AT_MOST, DayField, IdsField, TitleField, is_sha256

_STATES = [state.value for state in State]
_MEDIA_TYPE = r"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+\Z"


class CreateDocumentSchema(Schema):
    """What is going to be uploaded. The type is only declared: the bytes decide."""

    file_name = fields.String(
        required=True,
        validate=validate.Length(min=1, max=4096, error="A file name has 1 to 4096 characters."),
        metadata={"description": "Shown to people after cleaning; never part of a key.", "examples": ["Letter.pdf"]},
    )
    media_type = fields.String(
        required=True,
        validate=[
            validate.Length(min=3, max=100, error="A media type has 3 to 100 characters."),
            validate.Regexp(_MEDIA_TYPE, error="Not a media type such as application/pdf."),
        ],
        metadata={"pattern": _MEDIA_TYPE.replace("\\Z", "$"), "examples": ["application/pdf"]},
    )
    size = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, error="The file is empty: there is nothing to keep."),
        metadata={"description": "Bytes; the upload must have exactly this many.", "examples": [12345]},
    )
    checksum_sha256 = fields.String(
        required=True,
        validate=is_sha256,
        metadata={
            "description": "Base64 of the SHA-256 of the bytes.",
            "pattern": "^[A-Za-z0-9+/]{43}=$",
            "examples": ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
        },
    )


class EditDocumentSchema(Schema):
    """Only what is named is changed."""

    title = TitleField(
        validate=validate.Length(min=1, max=TITLE_LIMIT, error=f"A title has 1 to {TITLE_LIMIT} characters.")
    )
    document_date = DayField(allow_none=True, metadata={"description": "The date on the document itself."})


class ListQuerySchema(Schema):
    """Without any: received, working, ready and failed documents that are not in the trash."""

    state = fields.String(validate=validate.OneOf(_STATES, error="There is no such state."))
    trashed = fields.Boolean(truthy={"true"}, falsy={"false"}, metadata={"description": "The trash instead."})
    ids = IdsField(metadata={"description": "Up to 100 ids, parted by commas: any state, no paging."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LISTED_AT_MOST, error="From 1 to 100."))
    cursor = fields.String(validate=validate.Length(max=400), metadata={"description": "From the page before."})


class JobsQuerySchema(Schema):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LISTED_AT_MOST, error="From 1 to 100."))
    cursor = fields.String(validate=validate.Length(max=400), metadata={"description": "From the page before."})


class OriginalQuerySchema(Schema):
    disposition = fields.String(
        load_default="attachment",
        validate=validate.OneOf(["attachment", "inline"], error="Either attachment or inline."),
    )


class SearchQuerySchema(Schema):
    """What a person types is never an error: see `ignored` in the answer."""

    q = fields.String(load_default="", validate=validate.Length(max=1000, error="At most 1000 characters."))
    limit = fields.Integer(load_default=20, validate=validate.Range(1, LISTED_AT_MOST, error="From 1 to 100."))
    cursor = fields.String(validate=validate.Length(max=400), metadata={"description": "From the page before."})


class ThumbnailSchema(Schema):
    url = fields.String(required=True, metadata={"format": "uri"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)


class DocumentSchema(Schema):
    id = fields.String(required=True, metadata={"description": "ULID: sorts by time of making."})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    title = fields.String(required=True)
    file_name = fields.String(required=True)
    media_type = fields.String(
        required=True, metadata={"description": "Declared until the document is received; then what its bytes are."}
    )
    size = fields.Integer(required=True)
    checksum_sha256 = fields.String(required=True)
    pages = fields.Integer(required=True, allow_none=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True, metadata={"description": "ISO 639-1"})
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it failed or was rejected, for people."}
    )
    duplicate_of = fields.String(required=True, allow_none=True)
    document_date = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    updated_at = fields.String(required=True, metadata={"format": "date-time"})
    trashed_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    has_text = fields.Boolean(required=True)
    thumbnail = fields.Nested(ThumbnailSchema, required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "The ETag, without its quotes."})


class UploadSchema(Schema):
    """An S3 presigned POST: every field first, in this order, `file` last."""

    url = fields.String(required=True, metadata={"format": "uri"})
    fields_ = fields.Dict(
        required=True, data_key="fields", attribute="fields", keys=fields.String(), values=fields.String()
    )
    expires_at = fields.String(required=True, metadata={"format": "date-time"})


class CreatedSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    upload = fields.Nested(
        UploadSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null when nothing is to be uploaded: the library has these bytes."},
    )


class DocumentsSchema(Schema):
    documents = fields.List(fields.Nested(DocumentSchema), required=True)
    cursor = fields.String(required=True, allow_none=True)


class OriginalSchema(Schema):
    url = fields.String(required=True, metadata={"format": "uri"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    disposition = fields.String(required=True, validate=validate.OneOf(["attachment", "inline"]))
    media_type = fields.String(required=True)
    file_name = fields.String(required=True)


class PageTextQuerySchema(Schema):
    q = fields.String(
        load_default="",
        validate=validate.Length(max=1000, error="At most 1000 characters."),
        metadata={
            "description": "Marks what matches this query, as in the snippets of a search for it. After a search with "
            "a `corrected` query, send that one. Negated parts, filters and `title:` are not marked."
        },
    )


class TermSchema(Schema):
    text = fields.String(required=True)
    whole = fields.Boolean(
        required=True,
        metadata={
            "description": "Begins and ends at word boundaries. Otherwise a run of a script written without spaces, "
            "which may also be inside a longer run, with white space between its characters."
        },
    )


class PageTextSchema(Schema):
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    text = fields.String(required=True)
    truncated = fields.Boolean(
        required=True, metadata={"description": "The page has more text than fits into one response."}
    )
    marks = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={
            "description": "[start, end) of each place that matches `q`, in Unicode code points of `text`, in order, "
            "without overlaps; the first 10,000."
        },
    )
    terms = fields.List(
        fields.Nested(TermSchema),
        required=True,
        metadata={
            "description": "What is marked on this page, for a text of the same page that is cut differently (a PDF's "
            "text layer): words, and the words of phrases separated by one space; the first 1,000. To compare, replace "
            "each code point by its NFKD decomposition in lower case, remove U+00AD, U+034F, U+0640, U+200B to U+200D, "
            "U+2060 and U+FEFF, remove hyphens with the line end after them inside words, and replace everything "
            "between words by one space."
        },
    )


class JobSchema(Schema):
    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["purge", "reindex"]))
    state = fields.String(required=True, validate=validate.OneOf(["queued", "running", "done", "failed"]))
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    document_id = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    updated_at = fields.String(required=True, metadata={"format": "date-time"})


class JobStartedSchema(Schema):
    job = fields.Nested(JobSchema, required=True)


class DropQuerySchema(Schema):
    file_name = fields.String(
        validate=validate.Length(min=1, max=4096, error="A file name has 1 to 4096 characters."),
        metadata={"description": "Of bytes sent as they are; without it the document is named by the clock."},
    )


class DroppedSchema(Schema):
    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))


class DropSchema(Schema):
    """What a machine is told: enough to send the bytes, nothing of what the library holds."""

    document = fields.Nested(DroppedSchema, required=True)
    upload = fields.Nested(
        UploadSchema, required=True, allow_none=True, metadata={"description": "Null when the bytes are here."}
    )


class NameDropKeySchema(Schema):
    name = TitleField(
        required=True,
        validate=validate.Length(min=1, max=100, error="A name has 1 to 100 characters."),
        metadata={"examples": ["Scanner in the hall"]},
    )


class DropKeySchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    last_used_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})


class MadeDropKeySchema(Schema):
    drop_key = fields.Nested(DropKeySchema, required=True)
    key = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "To be sent as x-api-key. Nobody can show it again: write it down now."},
    )


class DropKeysSchema(Schema):
    drop_keys = fields.List(fields.Nested(DropKeySchema), required=True)


class JobsSchema(Schema):
    jobs = fields.List(fields.Nested(JobSchema), required=True)
    cursor = fields.String(required=True, allow_none=True)


class SnippetSchema(Schema):
    page = fields.Integer(required=True)
    text = fields.String(required=True)
    marks = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={"description": "[start, end) of each found word, in Unicode code points of `text`."},
    )


class HitSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    page = fields.Integer(required=True, metadata={"description": "Where to open the document."})
    snippets = fields.List(fields.Nested(SnippetSchema), required=True)


class SearchAnswerSchema(Schema):
    hits = fields.List(fields.Nested(HitSchema), required=True)
    total = fields.Integer(required=True)
    cursor = fields.String(required=True, allow_none=True)
    corrected = fields.String(
        required=True, allow_none=True, metadata={"description": "The query as it was understood, when it was mended."}
    )
    ignored = fields.List(
        fields.String(), required=True, metadata={"description": "Sentences: what of the query was left out, and why."}
    )


class UserSchema(Schema):
    id = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)


class LibrarySchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf([role.value for role in reversed(MEMBERS)]))


class AcceptedSchema(Schema):
    """A format that the archive accepts."""

    media_type = fields.String(required=True)
    label = fields.String(required=True, metadata={"description": "In English."})
    name_key = fields.String(
        required=True, metadata={"description": "Key of its name in a catalogue of translations; see `label`."}
    )
    badge = fields.String(required=True, metadata={"description": "A few characters, such as PDF."})
    icon = fields.String(required=True)
    extensions = fields.List(fields.String(), required=True, metadata={"description": "With their dots."})
    viewer = fields.String(
        required=True,
        validate=validate.OneOf([viewer.value for viewer in Viewer]),
        metadata={"description": "How the original can be shown; text: by the text of its pages."},
    )


class LimitsSchema(Schema):
    max_upload_bytes = fields.Integer(required=True)
    accepted = fields.List(fields.Nested(AcceptedSchema), required=True)


class MeSchema(Schema):
    user = fields.Nested(UserSchema, required=True)
    library = fields.Nested(LibrarySchema, required=True)
    libraries = fields.List(fields.Nested(LibrarySchema), required=True)
    limits = fields.Nested(LimitsSchema, required=True)


class HealthSchema(Schema):
    status = fields.String(required=True, validate=validate.Equal("ok"))


class WrongPartSchema(Schema):
    pointer = fields.String(required=True, metadata={"description": "JSON pointer (RFC 6901) into the request."})
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(required=True, metadata={"examples": ["urn:docloft:problem:not-found"]})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    correlation_id = fields.String(required=True)
    errors = fields.List(fields.Nested(WrongPartSchema))
