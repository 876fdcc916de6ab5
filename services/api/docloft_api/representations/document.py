"""A document in responses, and its lookup by id. Several features use both. The file is long because it describes every
field of a document.
"""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from docloft import reasons, tables
from docloft.errors import NotFoundError
from docloft.ids import is_id
from docloft.lifecycle import attention
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft.made_once import Derived
from docloft.tables.documents import Document
from docloft_api.http.request_fields import VALUES
from docloft_api.http.requests import Response
from docloft_api.identity.people import Person
from docloft_api.representations import actor, thumbnails

_AN_ID = "An id of GET /v1/names, or of the `aliases` there; an id that is in neither was deleted and means nothing."


class ThumbnailSchema(Schema):
    url = fields.String(required=True, metadata={"format": "uri"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)


class AttentionSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in attention.Kind]))
    since = fields.String(required=True, metadata={"format": "date-time"})
    until = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "date-time", "description": "When a rejected upload and its bytes are deleted."},
    )
    remedies = fields.List(
        fields.String(validate=validate.OneOf([remedy.value for remedy in attention.Remedy])),
        required=True,
        metadata={"description": "What can be done about it: only what may help."},
    )


class DocumentSchema(Schema):
    id = fields.String(required=True, metadata={"description": "A ULID: ids sort by time of creation."})
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in State]))
    title = fields.String(required=True)
    file_name = fields.String(required=True)
    media_type = fields.String(
        required=True,
        metadata={"description": "As declared, until the document is received; then as identified from its bytes."},
    )
    size = fields.Integer(required=True)
    checksum_sha256 = fields.String(required=True)
    file_number = fields.Integer(
        required=True, metadata={"description": "Which version of the file is read: a `number` of its files."}
    )
    file_count = fields.Integer(required=True, metadata={"description": "How many versions of the file are kept."})
    replaces = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The document for which this upload is a new version. It is deleted when received."},
    )
    pages = fields.Integer(required=True, allow_none=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True, metadata={"description": "ISO 639-1"})
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it failed or was rejected, as a sentence for people, in English."},
    )
    reason_code = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(sorted(reasons.REASONS)),
        metadata={"description": "The same for programs. Null in documents of releases that did not have it yet."},
    )
    reason_values = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "The values in the sentence, by name."},
    )
    index_problem = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf([reasons.TEXT_UNREADABLE.code, reasons.UNINDEXABLE.code]),
        metadata={"description": "Why search does not find it by its text."},
    )
    attention = fields.Nested(
        AttentionSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What a person should do about this document; null if there is nothing to do."},
    )
    duplicate_of = fields.String(required=True, allow_none=True)
    parent_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The mail or archive that it is a part of."}
    )
    parent_title = fields.String(
        required=True, allow_none=True, metadata={"description": "Null also for a parent that was deleted permanently."}
    )
    children = fields.Integer(
        required=True, metadata={"description": "How many documents are its parts: attachments, files of an archive."}
    )
    note_count = fields.Integer(required=True, metadata={"description": "How many notes people wrote about it."})
    document_date = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    sender = fields.String(required=True, allow_none=True, metadata={"description": _AN_ID})
    kind = fields.String(required=True, allow_none=True, metadata={"description": _AN_ID})
    tags = fields.List(fields.String(), required=True, metadata={"description": "Like `sender`."})
    due_date = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    keep_until = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "format": "date",
            "description": "Until when it is kept in any case; 9999-12-31 is permanently. Null: as its kind says.",
        },
    )
    amount = fields.Integer(
        required=True, allow_none=True, metadata={"description": "In hundredths of the currency's unit."}
    )
    currency = fields.String(required=True, allow_none=True, metadata={"description": "ISO 4217"})
    custom_fields = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        required=True,
        metadata={
            "description": "Values by the ids of the fields of GET /v1/names; an id that is not there was deleted and "
            f"means nothing. {VALUES}"
        },
    )
    inbox = fields.Boolean(
        required=True, metadata={"description": "No one has filed it yet. The query `is:inbox` finds it."}
    )
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    updated_at = fields.String(required=True, metadata={"format": "date-time"})
    trashed_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    trashed_by = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The e-mail address of the person who moved it to the trash. Null if it is not in the "
            "trash, was moved there with its mail or archive, or the person is no longer a member."
        },
    )
    has_text = fields.Boolean(required=True)
    ocr_pages_total = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How many pages are pictures whose text is recognised; null when none are."},
    )
    ocr_pages_done = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "How many of them are finished. Their words are found while the others are recognised. If "
            "`partial` has ocr_parked, further pages wait until someone continues."
        },
    )
    # Schema has an attribute of this name for instances, set by __init__; a class's fields are kept apart.
    partial = fields.List(  # type: ignore[assignment]
        fields.String(),
        required=True,
        metadata={
            "description": f"What is missing from the text: {', '.join(Gap)}; more codes may be added. Empty when the "
            "text is complete."
        },
    )
    remedies = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "What can be done about it now, as in `attention`; also about a document that its owner "
            "keeps as it is, and that therefore needs no attention."
        },
    )
    thumbnail = fields.Nested(ThumbnailSchema, required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


_DERIVED = frozenset(
    {
        "attention",
        "custom_fields",
        "id",
        "inbox",
        "index_problem",
        "parent_title",
        "partial",
        "reason_values",
        "remedies",
        "tags",
        "thumbnail",
        "trashed_by",
    }
)
_SCHEMA = DocumentSchema()
_COPIED = tuple(name for name in _SCHEMA.fields if name not in _DERIVED)
"""Fields whose value is the attribute of the same name."""


def find(person: Person, document_id: str) -> Document:
    """Raises NotFoundError, including for a document of another library and for text that is not an id."""
    require_id(document_id)
    return tables.documents.find(person.library_id, document_id)


def require_id(document_id: str) -> None:
    """Raises NotFoundError for text that is not an id."""
    if not is_id(document_id):
        raise NotFoundError("There is no such document in this library.")


def response(document: Document) -> Response:
    """A response with the document and its ETag."""
    return Response(to_wire(document), version=int(document.version))


def to_wire(document: Document) -> dict[str, Any]:
    """The document as DocumentSchema describes it, with a link to its thumbnail. Reads its parent, if there is one."""
    return all_to_wire([document])[0]


def all_to_wire(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Like to_wire. Reads all parents at once."""
    parent_ids = {(one.library_id, one.parent_id) for one in documents if one.parent_id}
    titles: dict[str, str] = {}
    for library_id in {library_id for library_id, _ in parent_ids}:
        found = tables.documents.find_many(library_id, [one for of, one in parent_ids if of == library_id])
        titles |= {parent.document_id: parent.title for parent in found}
    people = {(one.library_id, one.trashed_by) for one in documents if one.trashed_by}
    names = {of: actor.to_wire(*of, user_id="")["name"] for of in people if of[1].startswith("user:")}
    return [
        _to_wire(one, titles.get(one.parent_id or ""), names.get((one.library_id, one.trashed_by or "")))
        for one in documents
    ]


def dump_shared(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """The documents as DocumentSchema dumps them, for a DumpedField. Each is dumped once, so it has to be one that
    nothing changes (docloft.tables.together).
    """
    own = [one for one in documents if one.parent_id or one.trashed_by]
    # Other records, which may change, are shown with these fields, too.
    dumped = {id(one): _SCHEMA.dump(wire) for one, wire in zip(own, all_to_wire(own), strict=True)}
    return [dumped.get(id(one)) or _with_current_link(one, _dumped.find(one)) for one in documents]


def _with_current_link(document: Document, wire: dict[str, Any] | None) -> dict[str, Any]:
    """`wire`: the document as it was dumped before."""
    if wire is None:
        return _dumped.keep(document, _SCHEMA.dump(_to_wire(document, None, None)))
    thumbnail = wire["thumbnail"]
    if thumbnail and (link := thumbnails.link(document)).url != thumbnail["url"]:
        wire = {**wire, "thumbnail": {**thumbnail, "url": link.url, "expires_at": link.expires_at}}
        _dumped.keep(document, wire)
    return wire


_dumped: Derived[Document, dict[str, Any]] = Derived()


def _to_wire(document: Document, parent_title: str | None, trashed_by: str | None) -> dict[str, Any]:
    copied = {name: getattr(document, name) for name in _COPIED}
    thumbnail = thumbnail_to_wire(document)
    problem = document.index_problem
    needed, remedies = attention.judged(document)
    return {
        **copied,
        "partial": list(document.partial or ()),
        "tags": list(document.tags or ()),
        "custom_fields": document.custom_fields or {},
        "inbox": bool(document.inbox),
        "id": document.document_id,
        "parent_title": parent_title,
        "trashed_by": trashed_by,
        "reason_values": document.reason_values or {},
        # Earlier releases wrote a sentence.
        "index_problem": problem if problem is None or problem in reasons.REASONS else reasons.UNINDEXABLE.code,
        "attention": needed,
        "remedies": remedies,
        "thumbnail": thumbnail,
    }


def thumbnail_to_wire(document: Document) -> dict[str, Any] | None:
    """None for a document that has no thumbnail, or none yet."""
    if not document.thumbnail_width or not document.thumbnail_height:
        return None
    link = thumbnails.link(document)
    return {
        "url": link.url,
        "expires_at": link.expires_at,
        "width": int(document.thumbnail_width),
        "height": int(document.thumbnail_height),
    }
