"""The last request to rebuild a library's search index because it was damaged."""

from docloft.tables.records.record import Record


class IndexRebuild(Record, discriminator="index_rebuild"):
    """One for each library, under the key `index_rebuild#`. While it is recent, no other rebuild is requested: every
    search notices the damage.
    """

    KEY = "index_rebuild#"

    def save_unless_since(self, moment: str) -> bool:
        """Writes it unless there is one since that time. Returns whether it did. Of several callers at once, one
        succeeds.
        """
        return self.save_if(IndexRebuild.record_key.does_not_exist() | (IndexRebuild.created_at < moment))
