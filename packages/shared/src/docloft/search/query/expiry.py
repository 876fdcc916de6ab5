"""What `is:expired` looks for: documents that are due by docloft.lifecycle.retention. The years of kinds are read when
the query is made, so changing them rewrites neither a document nor the index.
"""

from datetime import date, timedelta

from docloft.lifecycle import retention
from docloft.search.query.context import Context
from docloft.search.query.field_keywords import digits_of_day
from docloft.search.query.flags import KEPT_UNTIL, Flag
from docloft.search.query.moments import moments
from docloft.search.query.nodes import And, Between, Keywords, Node, Not, Or, Range


def expired(context: Context) -> Node:
    yesterday = context.today - timedelta(days=1)
    over = Between("flags", KEPT_UNTIL, digits_of_day(1), digits_of_day(yesterday.toordinal()))
    by_years: dict[int, list[str]] = {}
    for kind_id, years in context.find_keep_years().items():
        by_years.setdefault(years, []).append(kind_id)
    if not by_years:
        return over
    of_kinds: list[Node] = [
        And((Keywords("kind", tuple(sorted(kind_ids))), _until(retention.last_day_due(context.today, years), context)))
        for years, kind_ids in sorted(by_years.items())
    ]
    due = of_kinds[0] if len(of_kinds) == 1 else Or(tuple(of_kinds))
    return Or((over, And((due, Not(Keywords("flags", (Flag.KEPT,)))))))


def _until(day: date, context: Context) -> Node:
    """Documents of this date or an earlier one; without a date, those that were added by then."""
    undated = And((moments("added", None, day, context), Not(Keywords("flags", (Flag.DATE,)))))
    return Or((Range("date", None, day.toordinal()), undated))
