"""The last published state of a search index."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class IndexHead(Record, discriminator="index_head"):
    """Under the key `index_head#<name of the index>`. Shows whether the index in S3 is complete and the newest one."""

    KEY = "index_head#"

    generation = NumberAttribute()
    """The manifest's generation, which grows with every commit."""
    digest = UnicodeAttribute()
    """The manifest's digest."""
    documents = NumberAttribute()
    """How many documents the index has."""

    def advance(self) -> bool:
        """Writes it unless the table has this or a newer one. Returns whether it did."""
        return self.save_if(IndexHead.record_key.does_not_exist() | (IndexHead.generation < self.generation))

    @staticmethod
    def key(name: str) -> str:
        return f"{IndexHead.KEY}{name}"
