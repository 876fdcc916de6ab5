"""The registry of reasons: why a document was rejected or failed, or cannot be searched completely, and why a part of a
request is invalid. A reason is an English sentence with a code and values; the site shows the sentence in the reader's
language, from `reason.<code>` in its catalogues (a test compares both). A code never changes its meaning.

To add one: `declare` it here, and add its sentence to frontend/src/ui/strings.en.js and strings.de.js.

The file is long because it is a table.
"""

from collections.abc import Mapping

from docloft import file_kinds
from docloft.errors import Cause, Reason

REASONS: dict[str, Reason] = {}
"""Every declared reason, by its code."""

GENERAL: dict[Cause, Reason] = {}
"""For a refusal that only names its cause. The code is the cause."""


TERMS: Mapping[str, Mapping[str, str]] = {"kind": file_kinds.NAMES}
"""The values that are codes themselves, with the English words for each code. The site has them in its languages, as
`<value>.<code>` in its catalogues.
"""


def declare(code: str, sentence: str, cause: Cause = Cause.DAMAGED) -> Reason:
    """Adds a reason to the registry and returns it. `sentence` names its values as {name}. Raises ValueError for a code
    that is taken.
    """
    if code in REASONS:
        raise ValueError(f"There are two reasons called {code}.")
    REASONS[code] = Reason(sentence, code=code, cause=cause, terms=TERMS)
    return REASONS[code]


def _general(cause: Cause, sentence: str) -> Reason:
    GENERAL[cause] = declare(cause, sentence, cause)
    return GENERAL[cause]


EMPTY = _general(Cause.EMPTY, "This file is empty. Check the original, then upload it again.")
TOO_LARGE = _general(
    Cause.TOO_LARGE, "This file is larger than Docloft can handle. Split it into several files and upload those."
)
CHANGED = _general(Cause.CHANGED, "This file changed during the upload, so it was rejected. Upload it again.")
DAMAGED = _general(
    Cause.DAMAGED, "This file is damaged, so it was rejected. Get an undamaged copy, then upload it again."
)
DUPLICATE = _general(Cause.DUPLICATE, "This file is already in the library.")
NOT_TAKEN = _general(Cause.NOT_TAKEN, "Docloft cannot read this kind of file.")
LOCKED = _general(
    Cause.LOCKED, "This document is locked with a password. Enter the password so that Docloft can read it."
)
NEVER_CAME = _general(
    Cause.NEVER_CAME, "This file was never received, because its upload did not finish. Upload it again."
)
TOO_HEAVY = _general(
    Cause.TOO_HEAVY, "Reading this file needs more time or memory than is allowed. The original is kept."
)
LOST = _general(
    Cause.LOST,
    "The original file of this document is missing. Delete the document permanently, then upload the file again.",
)
GIVEN_UP = _general(
    Cause.GIVEN_UP,
    "This document could not be read after several attempts. The original is kept and can be downloaded.",
)

# Receiving.
LARGER_THAN_LIMIT = declare(
    "larger_than_limit",
    "This file is larger than the limit of {limit} MB. Upload a smaller one.",
    Cause.TOO_LARGE,
)
DUPLICATE_IN_TRASH = declare(
    "duplicate_in_trash", "This file is already in the library, in the trash. Restore it from there.", Cause.DUPLICATE
)
ATTEMPTS_EXHAUSTED = declare(
    "attempts_exhausted",
    "This file could not be processed after several attempts. Save it in another format, then upload that.",
    Cause.GIVEN_UP,
)

ANNOUNCED_TOO_LARGE = declare(
    "announced_too_large",
    "This file is larger than the limit of {limit} MB, so none of it was stored. Split it and send the parts.",
    Cause.TOO_LARGE,
)
SENT_TOO_LARGE = declare(
    "sent_too_large",
    "A device sent this file in one request, which may be at most {limit} MB. None of it was stored. Upload it"
    " here, or set the device to make smaller files.",
    Cause.TOO_LARGE,
)
SENT_WRONGLY = declare(
    "sent_wrongly",
    "A device sent this in a form that is not accepted, so none of it was stored. Check its settings: the"
    " response that the device received says what is wrong.",
    Cause.NOT_TAKEN,
)
NOT_ACCEPTED = declare(
    "not_accepted", "This is {kind}. Docloft cannot read it, but it can be kept as it is.", Cause.NOT_TAKEN
)
INCOMPLETE = declare(
    "incomplete",
    "This file is damaged: its end is missing or its parts do not fit together. Get a complete copy of it.",
)
TOO_MANY_PIXELS = declare(
    "too_many_pixels",
    "This image is too large to show: it has more than {limit} million pixels.",
    Cause.TOO_LARGE,
)

# Reading.
DAMAGED_PDF = declare(
    "damaged_pdf",
    "This PDF is damaged and could not be opened. Get another copy from its source and upload that.",
)
DAMAGED_IMAGE = declare(
    "damaged_image", "This image is damaged and cannot be shown. Get an undamaged copy, then upload it again."
)
DAMAGED_PAGE = declare("damaged_page", "This page is damaged and cannot be shown.")
LARGE_PAGE = declare(
    "large_page",
    "The text on this page could not be recognised, because the page is a picture with too many pixels.",
    Cause.TOO_HEAVY,
)
DAMAGED_OFFICE = declare(
    "damaged_office",
    "This document is damaged and could not be read. Open it in the program that made it, save it"
    " again and upload that.",
)
LARGE_OFFICE = declare(
    "large_office",
    "This document is too large when unpacked. Split it into several files and upload those.",
    Cause.TOO_LARGE,
)
ENTITIES = declare(
    "entities",
    "This document contains XML that no office program writes. For safety, it was not read.",
)
DAMAGED_ARCHIVE = declare(
    "damaged_archive", "This archive is damaged and could not be opened. Get a complete copy of it."
)
DAMAGED_MESSAGE = declare(
    "damaged_message", "This Outlook message is damaged and could not be opened. Get another copy of it."
)
DAMAGED_ATTACHMENTS = declare(
    "damaged_attachments",
    "These Outlook attachments are damaged and could not be opened. Ask the sender for the files themselves.",
)
LOCKED_ARCHIVE = declare(
    "locked_archive",
    "This archive is locked with a password. Enter the password so that Docloft can read its files.",
    Cause.LOCKED,
)
# Only documents that were read by a release before 0.2 have this; it is LOCKED now.
declare(
    "locked_office",
    "This Office document is locked with a password. Enter the password so that Docloft can read it.",
    Cause.LOCKED,
)
UNKNOWN_ENCRYPTION = declare(
    "unknown_encryption",
    "This file is encrypted in a way that Docloft cannot open. Save a copy without encryption, then upload that.",
    Cause.LOCKED,
)
WRONG_PASSWORD = declare("wrong_password", "This password does not open the document.", Cause.LOCKED)
TOO_SLOW = declare(
    "too_slow",
    "Reading this file was stopped because it took too long. The original is kept and can be downloaded.",
    Cause.TOO_HEAVY,
)
TOO_MUCH_MEMORY = declare(
    "too_much_memory",
    "Reading this file was stopped because it needed too much memory. The original is kept and can be downloaded.",
    Cause.TOO_HEAVY,
)
CRASHED = declare(
    "crashed",
    "This file could not be read: it is damaged, or reading it needs more memory than is allowed. The original"
    " is kept and can be downloaded.",
    Cause.TOO_HEAVY,
)
TOO_MUCH_TEXT = declare(
    "too_much_text",
    "This file contains more than can be read. The original is kept and can be downloaded.",
    Cause.TOO_HEAVY,
)
UNREADABLE = declare(
    "unreadable", "This file seems to be damaged: it could not be read. The original is kept and can be downloaded."
)

# Requests of the site.
TITLE_LENGTH = declare("title_length", "A title must be 1 to {most} characters long.")
NAME_LENGTH = declare("name_length", "A name must be 1 to {most} characters long.")
PASSWORD_LENGTH = declare("password_length", "A password must be 1 to {most} characters long.")
INVISIBLE = declare("invisible", "Enter at least one visible character.")
NOTE_LENGTH = declare("note_length", "A note must be 1 to {most} characters long.")
VALUE_LENGTH = declare("value_length", "This text must be 1 to {most} characters long.")
NO_LINK = declare("no_link", "Enter a link such as https://example.org.")
NO_DATE = declare("no_date", "Enter a date such as 2024-05-01.")
NO_MODEL = declare("no_model", "Docloft has no text recognition for the language {language}. Nothing was changed.")

# Rules. Parts of a query that a search only ignores would make a rule mean something else.
QUERY_EMPTY = declare("query_empty", "A rule needs a query with words or filters. A star, *, finds everything.")
QUERY_PROBLEMS = {
    "too_long": declare("query_too_long", "The query is too long. It can have at most {limit} characters."),
    "too_many": declare("query_too_many", "The query has too many words and filters. At most {limit} are possible."),
    "too_many_ranges": declare(
        "query_too_many_ranges", "The query compares too many fields. At most {limit} comparisons are possible."
    ),
    "star": declare("query_star", "A star only works at the end of a word. Change the query."),
    "punctuation": declare("query_punctuation", "Punctuation alone cannot be searched for. Change the query."),
    "no_value": declare("query_no_value", "{field}: needs a value after the colon. Change the query."),
    "bad_value": declare("query_bad_value", '"{value}" is not a valid value for {field}: in a query.'),
    "unknown_name": declare("query_unknown_name", 'There is no "{value}" for {field}: in this library.'),
    "unknown_field": declare("query_unknown_field", '"{field}:" is not a filter. Change the query.'),
    "bad_zone": declare("query_bad_zone", 'The time zone "{value}" is unknown.'),
}
"""By the code of a notice (docloft.search), with its values."""
UNKNOWN_PLACEHOLDER = declare(
    "unknown_placeholder",
    '"{part}" is not a placeholder for titles. The placeholders are sender, kind, date and title, each in braces.',
)
TOO_MANY_RULES = declare("too_many_rules", "This library already has {limit} rules. Delete some first.")
RULES_CHANGED = declare("rules_changed", "The rules were changed in the meantime. Reload them and try again.")

# Requests that the current state does not allow.
TOO_BUSY = declare("too_busy", "Too many changes at the same moment. Nothing was lost; try again.")
INDEX_REBUILDING = declare(
    "index_rebuilding", "The search index is being rebuilt. Nothing was changed. Try again later."
)
JOB_RUNNING = declare("job_running", "This job is still running. Undo it when it is done.")
NOT_UNDONE = declare("not_undone", "Documents that were deleted permanently cannot be restored.")
TOO_MANY_NAMES = declare("too_many_names", "This library already has {limit} of these. Merge or delete some first.")
NAME_TAKEN = declare("name_taken", "This name already exists. Merge the two instead. Nothing was changed.")
FIELD_OF_ANOTHER_TYPE = declare(
    "field_of_another_type", "A field with this name already exists, but has another type. Nothing was changed."
)
NAME_MERGED = declare("name_merged", "It has already been merged into another one. Nothing was changed.")
TOO_MANY_KEYS = declare(
    "too_many_keys",
    "This library already has {limit} drop keys, which is the most it can have. Revoke one that you no longer use.",
)
TOO_MANY_VIEWS = declare("too_many_views", "This library already has {limit} views. Delete some first.")
TOO_MANY_NOTES = declare("too_many_notes", "This document already has {limit} notes. Delete some first.")
TOO_MANY_FILES = declare(
    "too_many_files",
    "This document has {limit} versions, which is the most it can have. Upload the file as a document of its own.",
    Cause.NOT_TAKEN,
)
SAME_FILE = declare(
    "same_file",
    "This file is already version {number} of this document. Restore that version instead.",
    Cause.DUPLICATE,
)
FILE_ELSEWHERE = declare(
    "file_elsewhere", "Another document already has this file, so it was not added as a version.", Cause.DUPLICATE
)
REPLACED_IN_TRASH = declare(
    "replaced_in_trash", "This document is in the trash. Restore it, then upload the new version."
)
REPLACED_DELETED = declare(
    "replaced_deleted",
    "The document that this file was a new version of has been deleted. Try again to store the file as a"
    " document of its own.",
    Cause.LOST,
)
TOO_MANY_VALUES = declare("too_many_values", "The fields of a document can hold {limit} bytes. Clear some first.")
KEY_REVOKED = declare("key_revoked", "The key that this request created has been revoked. Use a new Idempotency-Key.")
UPLOAD_DELETED = declare(
    "upload_deleted", "The document that this request created has been deleted. Use a new Idempotency-Key."
)
NOT_PURGEABLE = declare("not_purgeable", "Only documents in the trash can be deleted permanently. Nothing was changed.")
NO_HELP = declare("no_help", "This would not help with this document. Nothing was changed.")
BYTES_GONE = declare("bytes_gone", "This upload is no longer stored. Nothing was changed. Upload the file again.")
SETTINGS_CHANGED = declare("settings_changed", "The settings were changed in the meantime. Reload them and try again.")
NEVER_ARCHIVED = declare(
    "never_archived", "This file was never added to the library. Delete it instead. Nothing was changed."
)

# Jobs.
TOO_MANY_CHOSEN = declare(
    "too_many_chosen",
    "{found} documents match, but at most {limit} can be changed at once. Narrow the search, for example to one year: "
    "date:2024. Nothing was changed.",
)
STALLED = declare(
    "stalled",
    "This stopped after {done} of {total} steps. What was done is kept. Start it again to do the rest.",
    Cause.GIVEN_UP,
)
NOT_STARTED = declare("not_started", "This could not be started. Nothing was changed. Try again.", Cause.GIVEN_UP)
LARGE_PDF = declare(
    "large_pdf",
    "This document is too large for a searchable PDF. Its pages can be searched here.",
    Cause.TOO_LARGE,
)
NO_WORDS = declare(
    "no_words",
    "No scanned page of this document has been read, so a searchable PDF cannot be created.",
    Cause.NOT_TAKEN,
)
COMPLEX_LAYOUT = declare(
    "complex_layout",
    "This document is too large or too complex to be shown with its formatting. Its text is shown instead.",
    Cause.TOO_HEAVY,
)
NOTHING_TO_SHOW = declare("nothing_to_show", "This document has no content that can be shown.", Cause.NOT_TAKEN)
NO_RENDITION = declare("no_rendition", "This kind of document is shown as text only.", Cause.NOT_TAKEN)
LARGE_ASSEMBLY = declare(
    "large_assembly",
    "Together these documents are larger than {limit} MB, so no new document was created from them. Choose fewer"
    " documents.",
    Cause.TOO_LARGE,
)
UNUSABLE_PAGES = declare(
    "unusable_pages",
    'The pages of "{title}" cannot be used, because it is locked or damaged. No document was changed.',
)
REJECTED_ASSEMBLY = declare(
    "rejected_assembly",
    'The new document "{title}" was rejected. Open it to see why. The documents that its pages come from are '
    "unchanged.",
)
DELETED = declare("deleted", "This document was deleted in the meantime.", Cause.LOST)
NOT_IN_TRASH = declare(
    "not_in_trash",
    "This document is no longer in the trash, so nothing was deleted. Move it to the trash again to delete it.",
    Cause.CHANGED,
)

# Searching.
TEXT_UNREADABLE = declare(
    "text_unreadable", "The text of this document could not be read; it can only be found by its title."
)
UNINDEXABLE = declare("unindexable", "This document could not be added to the search index.")
