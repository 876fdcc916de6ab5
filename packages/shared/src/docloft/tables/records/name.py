"""A sender, kind or tag of a library."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Name(Record, discriminator="name"):
    """Under the key `name#<name id>`, a ULID. Documents contain the id, so renaming changes no document."""

    KEY = "name#"

    name_id = UnicodeAttribute()
    what = UnicodeAttribute()
    """`sender`, `kind` or `tag` (docloft.directory.What)."""
    name = UnicodeAttribute()
    colour = UnicodeAttribute(null=True)
    """Of a tag: `#rrggbb`."""
    parent_id = UnicodeAttribute(null=True)
    """Of a tag: the tag that it is nested in."""
    merged_into = UnicodeAttribute(null=True)
    """The id of the name that replaced this one. Documents keep the old id."""
    version = NumberAttribute(default=1)

    @staticmethod
    def key(name_id: str) -> str:
        return f"{Name.KEY}{name_id}"
