"""Cutting text that has no pages of its own into pieces small enough to be shown and searched one by one. Pure."""

PAGE_CHARACTERS = 50_000
"""At most, of one piece: about twenty printed pages. A snippet is cut, and a page answered, from one piece."""

_LOOK_BACK = 2_000


def split(text: str) -> list[str]:
    """Pieces that give the text again when put together: cut after a line where one ends near, else after a blank,
    else in the middle. At least one piece.
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
