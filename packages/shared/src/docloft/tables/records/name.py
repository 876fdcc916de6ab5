"""A sender, kind, tag or field of a library."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Name(Record, discriminator="name"):
    """Under the key `name#<name id>`, a ULID. Documents contain the id, so renaming changes no document."""

    KEY = "name#"

    name_id = UnicodeAttribute()
    what = UnicodeAttribute()
    """`sender`, `kind`, `tag` or `field` (docloft.directory.What)."""
    name = UnicodeAttribute()
    colour = UnicodeAttribute(null=True)
    """The colour of a tag, as `#rrggbb`."""
    parent_id = UnicodeAttribute(null=True)
    """The tag that this tag is nested in."""
    value_type = UnicodeAttribute(null=True)
    """What the values of a field are (docloft.lifecycle.custom_fields.FieldType)."""
    options = JSONAttribute(null=True)
    """The options of a field whose values are choices: a list of `id` and `name`. Documents contain the id."""
    keep_years = NumberAttribute(null=True)
    """How long documents of a kind are kept before people are asked (docloft.lifecycle.retention)."""
    merged_into = UnicodeAttribute(null=True)
    """The id of the name that replaced this one. Documents keep the old id."""
    version = NumberAttribute(default=1)

    @staticmethod
    def key(name_id: str) -> str:
        return f"{Name.KEY}{name_id}"
