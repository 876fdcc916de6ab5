"""The context of a query: what its meaning depends on besides its text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Protocol

from docloft import time_zones
from docloft.clock import now
from docloft.lifecycle.custom_fields import Definition
from docloft.search.query.notices import Notice, notice

FindFields = Callable[[str], Sequence[Definition]]
"""name -> the fields with that name, as a person typed it, with their types."""

FindIds = Callable[[str, str], Sequence[str]]
"""(field, name) -> ids of the kinds, senders, tags or fields with that name, as a person typed it. The field is one of
`kind`, `sender`, `tag` and `field`."""


FindAllIds = Callable[[str], Sequence[str] | None]
"""field -> the ids of all names of this field that documents may contain; None if they are not known."""


FindKeepYears = Callable[[], Mapping[str, int]]
"""-> by the ids of kinds, how many years their documents are kept (docloft.lifecycle.retention)."""


def _no_ids(_field: str, _name: str) -> Sequence[str]:
    return ()


def _no_fields(_name: str) -> Sequence[Definition]:
    return ()


def _unknown_ids(_field: str) -> None:
    return None


def _no_years() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Context:
    """`moment`: when the query is made; `zone`: the time zone in which its days are meant."""

    moment: datetime
    zone: tzinfo = UTC
    find_ids: FindIds = _no_ids
    find_fields: FindFields = _no_fields
    find_keep_years: FindKeepYears = _no_years
    notices: tuple[Notice, ...] = ()
    find_all_ids: FindAllIds = _unknown_ids

    @property
    def today(self) -> date:
        return self.moment.astimezone(self.zone).date()


class Names(Protocol):
    """The names of a library (docloft.directory.Lookup)."""

    def find_ids(self, what: str, typed: str, /) -> Sequence[str]: ...

    def find_all_ids(self, what: str, /) -> Sequence[str]: ...

    def find_fields(self, typed: str, /) -> Sequence[Definition]: ...

    def keep_years(self) -> Mapping[str, int]: ...


def context_of(zone_name: str | None, names: Names | None = None) -> Context:
    """The context of a query that is made now, with days in an IANA time zone. Without a zone, days are in UTC; an
    unknown zone is replaced by UTC, with a notice.
    """
    zone = time_zones.find(zone_name) if zone_name else UTC
    notices = () if zone else (notice("bad_zone", value=zone_name or ""),)
    if names is None:
        return Context(now(), zone or UTC, notices=notices)
    return Context(now(), zone or UTC, names.find_ids, names.find_fields, names.keep_years, notices, names.find_all_ids)
