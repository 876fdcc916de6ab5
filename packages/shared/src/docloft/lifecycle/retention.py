"""How long documents are kept before people are asked whether they are still needed. Nothing is deleted automatically:
a document that is due is listed until someone keeps it longer or moves it to the trash. No I/O.

A document with its own date (`keep_until`) is due after that day. Any other is due when the years of its kind have
passed since its document date, or since the day it was added if it has none. 9999-12-31 means permanently.
"""

from datetime import date, timedelta

MOST_YEARS = 100


def last_day_due(today: date, years: int) -> date:
    """The latest date of a document whose years have passed: one of 1 March 2015 that is kept for ten years is due on
    2 March 2025.
    """
    try:
        same_day = today.replace(year=today.year - years)
    except ValueError:
        # 29 February, in a year that has none.
        same_day = date(today.year - years, 3, 1)
    return same_day - timedelta(days=1)
