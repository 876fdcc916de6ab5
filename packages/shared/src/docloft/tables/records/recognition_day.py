"""How many pages of a library were recognised on one day."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class RecognitionDay(Record, discriminator="recognition_day"):
    """One for each library, under the key `recognition_day#`: the last day on which pages were recognised."""

    KEY = "recognition_day#"

    day = UnicodeAttribute()
    """In UTC, as YYYY-MM-DD."""
    pages = NumberAttribute()
    """Given out on that day, whether they were recognised or not."""
