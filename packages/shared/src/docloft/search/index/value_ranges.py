"""Numbers of documents as they are counted: each by itself if there are few, otherwise in ranges that contain about as
many documents each and end at round numbers. Numbers are in millionths. No I/O.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import inf

from docloft.search.query.field_keywords import MILLION

MOST_RANGES = 6

Limits = tuple[int | None, int | None]
"""The lowest and the highest number of a range, both included; None means no limit."""


def counted(numbers: Mapping[int, int], selected: Iterable[Limits]) -> dict[Limits, int]:
    """How many documents each range contains, in ascending order. `numbers`: documents by their number. `selected`:
    ranges that are included whatever they contain.
    """
    ranges = {*_ranges(numbers), *selected}
    ordered = sorted(ranges, key=_place)
    return {one: sum(count for number, count in numbers.items() if _contains(one, number)) for one in ordered}


def _place(limits: Limits) -> tuple[float, float]:
    low, high = limits
    return (-inf if low is None else low, inf if high is None else high)


def _contains(limits: Limits, number: int) -> bool:
    low, high = limits
    return (low is None or low <= number) and (high is None or number <= high)


def _ranges(numbers: Mapping[int, int]) -> Iterator[Limits]:
    if len(numbers) <= MOST_RANGES:
        yield from ((number, number) for number in numbers)
        return
    last = _last_place(numbers)
    begins = [None, *_boundaries(numbers), None]
    for low, following in pairwise(begins):
        yield low, None if following is None else following - last


def _last_place(numbers: Iterable[int]) -> int:
    """The unit of the last decimal that any of them has: the distance between a range and the next one."""
    place = MILLION
    while any(number % place for number in numbers):
        place //= 10
    return place


def _boundaries(numbers: Mapping[int, int]) -> Iterator[int]:
    """Quantiles, each rounded down, but not so far that the quantile before it is in the same range."""
    total, before = sum(numbers.values()), 0
    quantiles = []
    for number in sorted(numbers):
        part = -(-before * MOST_RANGES // total)
        before += numbers[number]
        if part * total < before * MOST_RANGES:
            quantiles.append(number)
    for lower, quantile in pairwise(quantiles):
        step = _round_step(quantile - lower)
        yield quantile // step * step


def _round_step(distance: int) -> int:
    """The greatest of 1, 2, 5, 10, 20, 50 ... that is no greater than a distance."""
    power: int = 10 ** (len(str(distance)) - 1)
    return next(factor * power for factor in (5, 2, 1) if factor * power <= distance)


def written(limits: Limits) -> str:
    """As in a query: `7`, `10..49.99`, `..9.99`, `50..`."""
    low, high = limits
    if low is not None and low == high:
        return _decimal(low)
    return f"{'' if low is None else _decimal(low)}..{'' if high is None else _decimal(high)}"


def _decimal(millionths: int) -> str:
    whole, rest = divmod(abs(millionths), MILLION)
    decimals = f"{rest:06}".rstrip("0")
    # With exactly three decimals, the point would be read as one that groups thousands.
    decimals += "0" if len(decimals) == 3 else ""
    return f"{'-' if millionths < 0 else ''}{whole}{f'.{decimals}' if decimals else ''}"
