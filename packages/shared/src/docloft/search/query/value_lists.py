"""The values of a filter that are separated by commas: `2024, 2025`, `12,50€,13,50€`."""

from collections.abc import Callable, Iterator, Sequence

_MOST_PARTS = 4
"""The most parts between commas of one value: `1,234,567,50`. Each part of a long list is tried with the next ones."""


def lists(value: str, is_one: Callable[[str], object]) -> Iterator[list[str]]:
    """The values that are separated by commas: first by commas before a space, because numbers contain commas, too.
    `is_one`: whether a text is understood as one value.
    """
    spaced = value.split(", ")
    if len(spaced) > 1:
        yield [one for part in spaced if (one := part.strip(" ,"))]
    if "," in value:
        yield [one for part in spaced for one in joined(part.split(","), is_one)]


def joined(parts: Sequence[str], is_one: Callable[[str], object]) -> list[str]:
    """The values of a list that is cut at each of its commas: as many parts as are understood together are one value,
    from the left, so `12,50€,13,50€` are two amounts.
    """
    found: list[str] = []
    at = 0
    while at < len(parts):
        rows = (parts[at : at + count] for count in range(min(_MOST_PARTS, len(parts) - at), 1, -1))
        row = next((row for row in rows if all(row) and is_one(",".join(row))), parts[at : at + 1])
        found.append(",".join(row).strip())
        at += len(row)
    return [one for one in found if one]
