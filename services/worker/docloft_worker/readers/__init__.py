"""Readers extract the text of one format, page by page. The registry of formats (docloft.formats) names each reader.
Only the sandbox's child process calls them, with a path and numbers, and they return plain values. A reader raises
Refused with a sentence for users, uses no network, writes no file and does not depend on the documents table.
"""

from typing import NotRequired, Protocol, TypedDict


class Properties(TypedDict, total=False):
    """The metadata that a file contains. `created` is a date in ISO 8601, `language` an ISO 639-1 code."""

    title: str
    author: str
    created: str
    language: str
    keywords: str


class Portion(TypedDict):
    """What a reader returns: a plain dict, because it is sent between processes.

    `pages`: the text of each page, in order. `total`: how many pages the document has, read or not. `truncated`: text
    was left out because of a limit. `next`: the page (counted from 0) to continue from when there is more to read.
    `unread`: the pages of `pages`, counted from 0 in the whole document, that are pictures or have no usable text, and
    should be recognised. `partial`: codes of docloft.lifecycle.gaps, except those that follow from the other fields.
    `attached`: the pages, counted from 0, with annotations that have a file. `properties`: the file's own metadata; in
    the first portion only.
    """

    pages: list[str]
    total: int
    truncated: bool
    next: NotRequired[int | None]
    unread: NotRequired[list[int]]
    partial: NotRequired[list[str]]
    attached: NotRequired[list[int]]
    properties: NotRequired[Properties]


class Reads(Protocol):
    """A reader: the function that `reader` of a format names."""

    def __call__(self, path: str) -> Portion: ...


class ReadsPortions(Protocol):
    """A reader of a format with `resumes`: docloft.formats.format.Reader says what the arguments are."""

    def __call__(self, path: str, first: int, characters: int, most: int) -> Portion: ...


class ReadsLocked(Protocol):
    """A reader of a format with `reads_locked`. Without a password, it returns what can be read without."""

    def __call__(self, path: str, password: str | None = None) -> Portion: ...


class Decrypted(TypedDict):
    """Some bytes of the decrypted copy of a file, in Base64. `size` is that of the whole copy."""

    body: str
    size: int


class AssembledPdf(TypedDict):
    """Some bytes of a PDF made from pages of others, in Base64. `size` is that of the whole. `unusable` is the
    number of the first path whose file cannot be opened or has fewer pages than requested; there is no PDF then.
    """

    body: str
    size: int
    unusable: int | None


class Identified(TypedDict):
    media_type: str | None
