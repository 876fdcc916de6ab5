"""Splits text without pages into pages small enough to display and search one by one."""

PAGE_CHARACTERS = 50_000
"""The most characters of one page: about twenty printed pages. A snippet or an API response contains text of one page
only."""

_LOOK_BACK = 2_000


def split(text: str) -> list[str]:
    """Returns at least one page; joined, the pages equal the text. Splits after the last blank line near the limit, or
    else after a line, after a space, or at the limit.
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
