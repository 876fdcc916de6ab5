"""Text of one format, page by page. The registry of formats (docloft.formats) names each reader; only the sandbox's
child calls them: with a path and numbers, for plain values. A reader raises Refused with a sentence for people,
reaches no network, writes no file and knows nothing of documents.
"""

from typing import NotRequired, TypedDict


class Portion(TypedDict):
    """What a reader returns: a plain dict, because it crosses a process.

    `pages`: the text of each page, in order. `total`: how many pages the document has, read or not. `truncated`: text
    was left out because of a limit. `next`: the page (counted from 0) to go on from, when there is more to read.
    """

    pages: list[str]
    total: int
    truncated: bool
    next: NotRequired[int | None]
