"""Sets of page numbers, written as ranges: "0-6,8,10-39". Short for the pages of a scan, however many it has."""

from collections.abc import Iterable


def parse(written: str | None) -> set[int]:
    """The pages of a written set; none for None and for an empty one. Raises ValueError for anything else."""
    pages: set[int] = set()
    for part in (written or "").split(","):
        if part:
            first, _, last = part.partition("-")
            pages.update(range(int(first), int(last or first) + 1))
    return pages


def write(pages: Iterable[int]) -> str | None:
    """The pages in ascending order; None for no pages."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs) or None
