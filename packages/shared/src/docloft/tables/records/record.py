"""What all records of the `library` table have in common."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from docloft.settings import settings
from docloft.tables import connection


class Record(Model):
    """One class for each kind of record, with the attributes of this kind only. Its discriminator is written as
    `record_kind`; items of release 0.1 have none, their kind follows from the key (see `matches`).

    Read and list records through docloft.tables.library: `query` and `scan` of a class with a discriminator skip the
    items that have none.
    """

    KEY: ClassVar[str]
    """`record_key` begins with it, for example `member#`."""

    PARTITION: ClassVar[str] = ""
    """`library_id` begins with it for a kind that has its own partitions, for example `key#`."""

    RENAMED: ClassVar[Mapping[str, str]] = {}
    """Maps the name of an attribute in an earlier release to its name today."""

    class Meta(connection.Meta):
        table_name = settings().library_table

    library_id = UnicodeAttribute(hash_key=True)
    record_key = UnicodeAttribute(range_key=True)
    record_kind = DiscriminatorAttribute()
    created_at = UnicodeAttribute()

    @classmethod
    def matches(cls, library_id: str, record_key: str) -> bool:
        """Whether the key is one of this kind. No library's id has a `#`."""
        prefix, separator, _ = library_id.rpartition("#")
        return prefix + separator == cls.PARTITION and record_key.startswith(cls.KEY)

    def save_if(self, condition: Condition) -> bool:
        """Writes the record on this condition. Returns whether it did."""
        try:
            self.save(condition=condition)
        except PutError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """Also reads items of earlier releases."""
        today = {cls.RENAMED.get(name, name): value for name, value in data.items()}
        return super().from_raw_data(today)
