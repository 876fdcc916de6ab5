"""A rule: what is recorded about new documents that a query finds."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Rule(Record, discriminator="rule"):
    """Under the key `rule#<rule id>`, a ULID."""

    KEY = "rule#"

    name = UnicodeAttribute()
    search = UnicodeAttribute()
    """In the query language (docs/queries.md)."""
    zone = UnicodeAttribute(null=True)
    """The time zone in which days in the query are meant."""
    actions = JSONAttribute()
    """See docloft.lifecycle.rule_actions."""
    is_on = BooleanAttribute()
    """Whether it is applied to new documents."""
    place = NumberAttribute()
    """Rules are applied from the lowest place to the highest one."""
    version = NumberAttribute(default=1)

    @property
    def rule_id(self) -> str:
        return str(self.record_key.removeprefix(self.KEY))

    @staticmethod
    def key(rule_id: str) -> str:
        return f"{Rule.KEY}{rule_id}"
