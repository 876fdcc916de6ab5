"""When a person last looked at the hits of a saved view."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class ViewSeen(Record, discriminator="view_seen"):
    """Under the key `view_seen#<user id>#<view id>`."""

    KEY = "view_seen#"

    seen_at = UnicodeAttribute()

    @property
    def view_id(self) -> str:
        return str(self.record_key.rpartition("#")[2])

    @staticmethod
    def key(user_id: str, view_id: str) -> str:
        return f"{ViewSeen.KEY}{ViewSeen.of(user_id)}{view_id}"

    @staticmethod
    def of(user_id: str) -> str:
        """How the keys of a person's records continue after KEY."""
        return f"{user_id}#"
