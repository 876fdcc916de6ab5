"""Splits text that has no pages of its own into pages small enough to show and to search one by one. Pure."""

PAGE_CHARACTERS = 50_000
"""The most of one page: about twenty printed pages. A snippet, and a response of the API, holds text of one page."""

_LOOK_BACK = 2_000


def split(text: str) -> list[str]:
    """At least one page. Joined, the pages are the text again. Splits after a blank line or a line where one ends near
    the limit, else after a blank, else at the limit.
    """
    pieces = []
    start = 0
    while len(text) - start > PAGE_CHARACTERS:
        end = _cut(text, start, start + PAGE_CHARACTERS)
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _cut(text: str, start: int, end: int) -> int:
    floor = max(start, end - _LOOK_BACK)
    for mark in ("\n\n", "\n", " "):
        found = text.rfind(mark, floor, end)
        if found >= 0:
            return found + len(mark)
    return end
