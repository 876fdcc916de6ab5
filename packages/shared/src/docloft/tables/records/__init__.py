"""The kinds of record in the `library` table. A kind is one module, and three lines here."""

from typing import Any

from docloft.tables.records.attention_seen import AttentionSeen
from docloft.tables.records.bulk_portion import BulkPortion
from docloft.tables.records.checksum_claim import ChecksumClaim
from docloft.tables.records.drop_key import DropKey
from docloft.tables.records.drop_key_opening import DropKeyOpening
from docloft.tables.records.file_version import FileVersion
from docloft.tables.records.idempotency_key import IdempotencyKey
from docloft.tables.records.index_head import IndexHead
from docloft.tables.records.index_rebuild import IndexRebuild
from docloft.tables.records.lookalike import Lookalike
from docloft.tables.records.member import Member
from docloft.tables.records.name import Name
from docloft.tables.records.name_claim import NameClaim
from docloft.tables.records.note import Note
from docloft.tables.records.part import Part
from docloft.tables.records.profile import Profile
from docloft.tables.records.recognition_day import RecognitionDay
from docloft.tables.records.recognition_grant import RecognitionGrant
from docloft.tables.records.record import Record
from docloft.tables.records.rule import Rule
from docloft.tables.records.saved_view import SavedView
from docloft.tables.records.sketch import Sketch
from docloft.tables.records.sketch_band import SketchBand
from docloft.tables.records.view_seen import ViewSeen

KINDS: tuple[type[Record], ...] = (
    Profile,
    Member,
    BulkPortion,
    ChecksumClaim,
    IdempotencyKey,
    DropKey,
    DropKeyOpening,
    IndexHead,
    IndexRebuild,
    RecognitionDay,
    RecognitionGrant,
    Part,
    AttentionSeen,
    Name,
    NameClaim,
    Note,
    FileVersion,
    Sketch,
    SketchBand,
    Lookalike,
    SavedView,
    ViewSeen,
    Rule,
)

__all__ = [
    "KINDS",
    "AttentionSeen",
    "BulkPortion",
    "ChecksumClaim",
    "DropKey",
    "DropKeyOpening",
    "FileVersion",
    "IdempotencyKey",
    "IndexHead",
    "IndexRebuild",
    "Lookalike",
    "Member",
    "Name",
    "NameClaim",
    "Note",
    "Part",
    "Profile",
    "RecognitionDay",
    "RecognitionGrant",
    "Record",
    "Rule",
    "SavedView",
    "Sketch",
    "SketchBand",
    "ViewSeen",
    "load",
]


def load(item: dict[str, Any]) -> Record:
    """The record of an item as DynamoDB returns it, of this or an earlier release. Raises ValueError when this release
    does not know its kind.
    """
    return _kind_of(item).from_raw_data(item)


def _kind_of(item: dict[str, Any]) -> type[Record]:
    if name := item.get(Record.record_kind.attr_name):
        kind: type[Record] = Record.record_kind.deserialize(name["S"])
        return kind
    library_id, record_key = item["library_id"]["S"], item["record_key"]["S"]
    for kind in KINDS:
        if kind.matches(library_id, record_key):
            return kind
    raise ValueError("This release does not know this kind of record.")
