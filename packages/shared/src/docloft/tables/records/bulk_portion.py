"""Some of the documents of a job that changes many."""

from typing import Any

from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class BulkPortion(Record, discriminator="bulk_portion"):
    """Under the key `bulk#<job_id>#<number>`. Written before the job starts, which changes what was chosen then."""

    KEY = "bulk#"

    document_ids: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)
    done = NumberAttribute(default=0)
    """How many of them are finished, in their order."""
    skipped = JSONAttribute(null=True)
    """By the id of a document that was not changed, the code of the reason (docloft.lifecycle.bulk_changes.Skip)."""
    expires_at = NumberAttribute()

    def advance(self) -> bool:
        """Writes it unless the stored one is as far, further or expired. Returns whether it did."""
        return self.save_if(BulkPortion.record_key.exists() & (BulkPortion.done < self.done))

    @staticmethod
    def key(job_id: str, number: int) -> str:
        return f"{BulkPortion.KEY}{job_id}#{number:04}"
