"""A drop key as the members of its library see it."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class DropKey(Record, discriminator="drop_key"):
    """Under the key `drop_key#<drop key id>`, a ULID, so that the newest can be listed first."""

    KEY = "drop_key#"

    name = UnicodeAttribute()
    drop_key_id = UnicodeAttribute()
    api_key_id = UnicodeAttribute()
    """The key's id at API Gateway, which is the only place that stores its value."""
    last_used_on = UnicodeAttribute(null=True)
    """Only the day, so that a thousand drops in a day cause one write."""

    @staticmethod
    def key(drop_key_id: str) -> str:
        return f"{DropKey.KEY}{drop_key_id}"
