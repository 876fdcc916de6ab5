"""A library's name."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class Profile(Record, discriminator="profile"):
    """One for each library, under the key `profile#`."""

    KEY = "profile#"

    name = UnicodeAttribute()
