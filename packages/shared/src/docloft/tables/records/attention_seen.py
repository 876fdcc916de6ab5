"""When a person last looked at what needs attention in a library."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class AttentionSeen(Record, discriminator="attention_seen"):
    """Under the key `attention#<user id>`."""

    KEY = "attention#"

    seen_at = UnicodeAttribute()

    @staticmethod
    def key(user_id: str) -> str:
        return f"{AttentionSeen.KEY}{user_id}"
