"""A document whose words have a certain hash: near-duplicates have some of them in common."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class SketchBand(Record, discriminator="sketch_band"):
    """Under the key `band#<band>#<document_id>`."""

    KEY = "band#"

    document_id = UnicodeAttribute()

    @staticmethod
    def key(band: str, document_id: str) -> str:
        return f"{SketchBand.KEY}{band}#{document_id}"
