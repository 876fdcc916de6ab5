"""Who searches: what the meaning of a query depends on besides its text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.zoneinfo import get_zonefile_instance  # type: ignore[import-untyped]

from docloft.clock import now
from docloft.search.query.notices import Notice, notice

FindIds = Callable[[str, str], Sequence[str]]
"""(field, name) -> ids of the kinds, senders, tags or fields with that name, as a person typed it. The field is one of
`kind`, `sender`, `tag` and `field`."""


def _no_ids(_field: str, _name: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """`moment`: when the query is made; `zone`: the time zone in which its days are meant."""

    moment: datetime
    zone: tzinfo = UTC
    find_ids: FindIds = _no_ids
    notices: tuple[Notice, ...] = ()

    @property
    def today(self) -> date:
        return self.moment.astimezone(self.zone).date()


def context_of(zone_name: str | None, find_ids: FindIds = _no_ids) -> Context:
    """The context of a query that is made now, with days in an IANA time zone. Without a zone, days are those of UTC;
    an unknown one is replaced by UTC with a notice.
    """
    if not zone_name:
        return Context(now(), find_ids=find_ids)
    zone = _zone(zone_name)
    if zone is None:
        return Context(now(), find_ids=find_ids, notices=(notice("bad_zone", value=zone_name),))
    return Context(now(), zone, find_ids)


def _zone(name: str) -> tzinfo | None:
    """From the system's time zones, or those of dateutil, which botocore brings: Lambda may have none of its own."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found: tzinfo | None = get_zonefile_instance().get(name)
        return found
