"""The registry of formats: what Docloft accepts, one line for each format. Identification, the gateway's binary media
types, `type:` in search, GET /v1/me and with it the site, and the README's table are derived from it; docs/how-to/
add-a-format.md has the steps.

Importing it loads no library that a format needs, because the api function imports it.
"""

from importlib import import_module

from docloft.formats.format import Format

# In the order in which they are shown to people. Each is the name of a module in this package that declares FORMAT.
_MODULES = (
    "pdf",
    "plain_text",
    "markdown",
    "html",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "odg",
    "rtf",
    "epub",
    "doc",
    "xls",
    "ppt",
    "xlsb",
    "office_xml",
    "office_file",
    "eml",
    "msg",
    "mbox",
    "tnef",
    "p7m",
    "zip",
    "tar",
    "gz",
    "locked_office",
    "jpeg",
    "png",
    "webp",
    "gif",
    "bmp",
    "tiff",
    "avif",
    "heic",
)

FORMATS: tuple[Format, ...] = tuple(import_module(f"{__name__}.{name}").FORMAT for name in _MODULES)

BY_MEDIA_TYPE: dict[str, Format] = {media_type: one for one in FORMATS for media_type in one.media_types}
"""Aliases included."""

_KIND_WORDS = dict.fromkeys(("image", "images", "photo", "picture", "scan"), "image")
"""Maps words for a kind of format to the first part of its media types."""


def find(media_type: str) -> Format | None:
    return BY_MEDIA_TYPE.get(media_type)


def is_inline_safe(media_type: str) -> bool:
    """Whether a browser may open the original itself. False for media types that are not accepted."""
    found = find(media_type)
    return found is not None and found.inline_safe


def named(word: str) -> tuple[str, ...]:
    """Media types that a word (in lower case) refers to: an extension with or without its dot, a badge, or a
    label or its first word ("word" for "Word document"). Empty when no format has that name.
    """
    return tuple(one.media_type for one in FORMATS if word and word in _names(one))


def kind_named(word: str) -> str | None:
    """The kind that a word (in lower case) refers to: the first part of several media types, as in "image"."""
    return _KIND_WORDS.get(word)


def words() -> tuple[str, ...]:
    """A short word for each format, or for its kind, in the order people see them: "pdf", "text", ... "image". `named`
    or `kind_named` accepts each of them.
    """
    return tuple(dict.fromkeys(_word(one) for one in FORMATS))


def word_of(media_type: str) -> str | None:
    """The one of `words` that means this media type, or this kind ("image"); None for one that is not accepted."""
    found = find(media_type)
    return _word(found) if found else _KIND_WORDS.get(media_type)


def _word(one: Format) -> str:
    return _KIND_WORDS.get(one.media_type.partition("/")[0], one.label.split()[0].lower())


def _names(one: Format) -> set[str]:
    label = one.label.lower()
    endings = {name for extension in one.extensions for name in (extension, extension.removeprefix("."))}
    return {label, label.split()[0], one.badge.lower(), *endings}
