"""A sketch of a document's words, used to find its near-duplicates."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class Sketch(Record, discriminator="sketch"):
    """Under the key `sketch#<document_id>`."""

    KEY = "sketch#"

    bands = UnicodeAttribute()
    """Separated by spaces (docloft_worker.lookalikes.sketches). The document has a SketchBand for each."""

    @staticmethod
    def key(document_id: str) -> str:
        return f"{Sketch.KEY}{document_id}"
