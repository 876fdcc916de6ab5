"""The filters of the query language: their names and values, in English and German, and what each of them looks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from docloft import formats
from docloft.search.query import day_ranges, expiry, field_values, quantities, value_lists
from docloft.search.query.context import Context
from docloft.search.query.flags import Flag
from docloft.search.query.language_words import LANGUAGES
from docloft.search.query.moments import moments
from docloft.search.query.nodes import NAME, NOTE, TITLE, HasValue, Keywords, Node, Not, Or, Range
from docloft.search.text.folding import fold

_NAMES = {
    "title": "title titel",
    "name": "name datei dateiname file filename",
    "note": "note notes notiz notizen anmerkung",
    "from": "from von sender absender correspondent korrespondent",
    "kind": "kind art dokumentart",
    "tag": "tag tags label labels schlagwort stichwort",
    "field": "field feld",
    "linked": "linked verknupft verknuepft",
    "type": "type typ filetype dateityp format ext extension endung",
    "lang": "lang language sprache",
    "added": "added hinzugefugt hinzugefuegt erfasst",
    "date": "date datum year jahr",
    "due": "due fallig faellig",
    "trashed": "trashed geloscht geloescht",
    "pages": "pages page seiten seite",
    "size": "size grosse groesse",
    "amount": "amount betrag summe",
    "is": "is ist",
    "has": "has hat mit",
    "in": "in",
}
_FIELDS = {alias: field for field, aliases in _NAMES.items() for alias in aliases.split()}
DAYS = frozenset({"added", "date", "due", "trashed"})
_MOMENTS = frozenset({"added", "trashed"})
"""Those of them of which the index has the moment: their days are the reader's."""
SEVERAL_WORDS = DAYS | {"pages", "size", "amount"}
"""Filters whose value may contain spaces without quotation marks: as many of the following words belong to it as make
sense.
"""
TEXT_FIELDS = frozenset({TITLE, NAME, NOTE})
"""Fields whose values are words and phrases; the others are filters."""

_SCHEMES = frozenset({"http", "https", "ftp", "mailto", "tel"})
_NO_FILTERS = _SCHEMES | {"file", "urn", "re", "aw", "wg", "fw", "fwd"}
"""Words before a colon that are not mistyped filters: of addresses, and of the subjects of mails."""
_BEFORE_HOST = re.compile(r"//(?:www\.)?(?=\w)", re.ASCII)

_NAMED = {"from": "sender", "kind": "kind", "tag": "tag"}
"""Filters whose values are names of things with an id, and the index's field with those ids."""

LISTED = frozenset({*_NAMED, "type", "lang", "is", "has"})
"""Filters that find any of several values, separated by commas: `type:pdf,word`."""

MANY_VALUED = TEXT_FIELDS | {"tag", "field", "linked", "is", "has", "in"}
"""Filters of which a document can have several values: in `tag:(home tax)`, it needs both. Of the others it has one at
most, so `kind:(invoice letter)` means either.
"""

COMPARED = frozenset({"field"})
"""Filters whose value is a name, and may continue with a comparison: `field:"Invoice no"=12`."""

NAMED = COMPARED | {*_NAMED}
"""Filters whose value is a name, which may have several words."""

_TYPES = {
    word: name
    for name, words in {
        "image": "bild bilder foto fotos photos picture pictures scans",
        "pdf": "pdfs",
        "word": "worddokument worddokumente",
        "excel": "tabelle tabellen table tables spreadsheet spreadsheets",
        "powerpoint": "presentation presentations prasentation prasentationen praesentation slides folien",
        "web": "webseite webseiten webpage webpages website",
        "e-mail": "mail mails email emails e-mails",
        "text": "textdatei texts texte",
    }.items()
    for word in words.split()
}
_STATES = {"ready": "ready", "fertig": "ready", "failed": "failed", "fehlgeschlagen": "failed"}
TRASH, ARCHIVE = "trash", "archive"
"""The two places: a query searches one of them."""
_IN_TRASH = frozenset({TRASH, "trashed", "papierkorb", "geloscht", "geloescht", "deleted"})
_IN_ARCHIVE = frozenset({ARCHIVE, "archiv", "library", "bibliothek"})
_EXPIRED = frozenset({"expired", "abgelaufen"})
_IS = {
    "partial": Flag.PARTIAL, "unvollstandig": Flag.PARTIAL, "unvollstaendig": Flag.PARTIAL,
    "locked": Flag.LOCKED, "gesperrt": Flag.LOCKED, "part": Flag.PART, "teil": Flag.PART, "anhang": Flag.PART,
    "inbox": Flag.INBOX, "eingang": Flag.INBOX, "posteingang": Flag.INBOX,
    "attachment": Flag.PART, "scan": Flag.RECOGNISED, "scanned": Flag.RECOGNISED, "gescannt": Flag.RECOGNISED,
}  # fmt: skip
_HAS = {
    "text": Flag.TEXT, "parts": Flag.PARTS, "teile": Flag.PARTS, "attachments": Flag.PARTS, "attachment": Flag.PARTS,
    "anhang": Flag.PARTS, "anhange": Flag.PARTS, "anhaenge": Flag.PARTS, "date": Flag.DATE, "datum": Flag.DATE,
    "ocr": Flag.RECOGNISED, "notes": Flag.NOTES, "note": Flag.NOTES, "notizen": Flag.NOTES, "notiz": Flag.NOTES,
}  # fmt: skip
_WITH_NAMES = frozenset({*_NAMED.values(), "field"})
_VALUED = {"due": "due", "amount": "amount", "kind": "kind", "from": "sender", "tag": "tag", "field": "field"}


def field_named(word: str) -> str | None:
    """The filter that a word before a colon names, in any language; None when there is none."""
    return _FIELDS.get(fold(word))


def may_be_mistyped(word: str, value: str) -> bool:
    """Whether an unknown word before a colon was probably meant as a filter."""
    return len(word) > 1 and fold(word) not in _NO_FILTERS and not value.startswith("/")


def before_address(word: str, value: str) -> int | None:
    """If `word` is the scheme of an address: how many characters after the colon to skip (`//`, `www.`), because
    addresses are printed with and without them. None for any other word.
    """
    if fold(word) not in _SCHEMES:
        return None
    slashes = _BEFORE_HOST.match(value)
    if slashes is None:
        return 0 if fold(word) in {"mailto", "tel"} and value[:1] != "/" else None
    return slashes.end()


def media_types(value: str) -> tuple[str, ...]:
    """Media types that `value` (in lower case) means: a media type itself, a whole kind (docloft.formats.kind_named),
    or the common name of a format (docloft.formats.named). Empty when there is none.
    """
    if "/" in value:
        found = formats.find(value)
        return (found.media_type if found else value.removesuffix("/*"),)
    value = value.removeprefix("*")
    word = _TYPES.get(fold(value), value)
    kind = formats.kind_named(word)
    return (kind,) if kind else formats.named(word)


def place_of(field: str, value: str) -> str | None:
    """TRASH or ARCHIVE if that is what a filter means."""
    word = fold(value)
    if field in {"is", "in"} and word in _IN_TRASH:
        return TRASH
    return ARCHIVE if field == "in" and word in _IN_ARCHIVE else None


def values_of(field: str, value: str, context: Context) -> tuple[str, ...]:
    """The days or numbers that are separated by commas in a value, unless it means one: `2024,2025`. Only the value
    itself for other filters.
    """
    if field not in SEVERAL_WORDS or "," not in value or filter_of(field, value, context) is not None:
        return (value,)
    is_one = partial(filter_of, field, context=context)
    found = [tuple(values) for values in value_lists.lists(value, is_one) if values] or [(value,)]
    return next((values for values in found if all(map(is_one, values))), found[-1])


def is_understood(field: str, value: str, context: Context) -> bool:
    """Whether a filter knows a value, or all of several ones."""
    return all(filter_of(field, one, context) is not None for one in values_of(field, value, context))


def is_finished(field: str, value: str, context: Context) -> bool:
    """Whether a value without quotation marks ends here, although any further word could belong to it."""
    return field in COMPARED and field_values.is_text(value, context)


def is_name(field: str, value: str, context: Context) -> bool:
    """Whether the value of a filter that `filter_of` does not know is a name that the library lacks."""
    return field in _NAMED or (field in COMPARED and not field_values.names_field(value, context))


def any_of(nodes: Sequence[Node]) -> Node:
    """What one of these filters finds; none of them if all exclude something."""
    excluded = [node.node for node in nodes if isinstance(node, Not)]
    if len(excluded) == len(nodes) > 1:
        return Not(any_of(excluded))
    same = {node.field for node in nodes if isinstance(node, Keywords)}
    if len(same) == 1 and all(isinstance(node, Keywords) for node in nodes):
        keywords = [keyword for node in nodes if isinstance(node, Keywords) for keyword in node.any_of]
        return Keywords(same.pop(), tuple(dict.fromkeys(keywords)))
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def filter_of(field: str, value: str, context: Context) -> Node | None:
    """What a filter looks for; None for a value that it does not know. Any text is a valid value."""
    if field in COMPARED:
        return field_values.filter_of(value, context)
    if field == "linked":
        return field_values.linked_to(value)
    if field in _NAMED:
        ids = tuple(context.find_ids(_NAMED[field], value))
        return Keywords(_NAMED[field], ids) if ids else None
    if field in _NUMBERS:
        limits = _NUMBERS[field](value)
        return Range(field, *limits) if limits else None
    if field in DAYS:
        span = day_ranges.span_of(value, context.today)
        return _days(field, *span, context) if span else None
    return _keywords(field, value, context)


def has_value(field: str, context: Context) -> Node | None:
    """Documents with any value of a filter; None if there is no such search."""
    return _keywords("has", field, context)


_NUMBERS: Mapping[str, Callable[[str], quantities.Limits | None]] = {
    "pages": quantities.pages_of,
    "size": quantities.size_of,
    "amount": quantities.amount_of,
}


def _keywords(field: str, value: str, context: Context) -> Node | None:
    word = fold(value)
    if field == "type" and (types := media_types(value.lower())):
        return Keywords("type", types)
    if field == "lang":
        code = LANGUAGES.get(word, word.partition("-")[0])
        return Keywords("lang", (code,)) if len(code) == 2 and code.isascii() else None
    if field == "is" and (node := _state(word, context)):
        return node
    if flag := {"is": _IS, "has": _HAS}.get(field, {}).get(word):
        return Keywords("flags", (flag,))
    named = field_named(word)
    return _any_value(_VALUED[named], context) if field == "has" and named in _VALUED else None


def _any_value(field: str, context: Context) -> Node:
    ids = context.find_all_ids(field) if field in _WITH_NAMES else None
    return HasValue(field, None if ids is None else tuple(ids))


def _state(word: str, context: Context) -> Node | None:
    if word in _EXPIRED:
        return expiry.expired(context)
    return Keywords("state", (_STATES[word],)) if word in _STATES else None


def _days(field: str, first: date | None, last: date | None, context: Context) -> Node:
    if field in _MOMENTS:
        return moments(field, first, last, context)
    return Range(field, first.toordinal() if first else None, last.toordinal() if last else None)
