"""The last request to rebuild a library's search index because it was damaged."""

from docloft.tables.records.record import Record


class IndexRebuild(Record, discriminator="index_rebuild"):
    """One for each library, under the key `index_rebuild#`. While it is recent, no other rebuild is requested: every
    search notices the damage.
    """

    KEY = "index_rebuild#"
