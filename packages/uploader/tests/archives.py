"""Archives of paperless-ngx: a paper with all that can be imported of it, and its custom fields."""

from docloft_import.imported_archives import Field, Label, Paper, Remark

MANIFEST = [
    {"model": "documents.correspondent", "pk": 3, "fields": {"name": "Stadtwerke"}},
    {"model": "documents.documenttype", "pk": 4, "fields": {"name": "Invoice"}},
    {"model": "documents.tag", "pk": 1, "fields": {"name": "Home", "color": "#A6CEE3"}},
    {"model": "documents.tag", "pk": 2, "fields": {"name": "Power", "color": "bad", "tn_parent": 1}},
    {"model": "documents.customfield", "pk": 9, "fields": {"name": "Total", "data_type": "monetary"}},
    {"model": "documents.customfield", "pk": 8, "fields": {"name": "Meter", "data_type": "string"}},
    {
        "model": "documents.customfieldinstance",
        "pk": 1,
        "fields": {"document": 7, "field": 9, "value_text": None, "value_monetary": "EUR-12.5"},
    },
    {"model": "documents.customfieldinstance", "pk": 2, "fields": {"document": 7, "field": 8, "value_text": "0815"}},
    {
        "model": "documents.note",
        "pk": 1,
        "fields": {"document": 7, "note": "Paid.", "created": "2024-05-02T10:00:00Z", "user": 2},
    },
    {"model": "auth.user", "pk": 2, "fields": {"username": "anna"}},
    {
        "model": "documents.document",
        "pk": 7,
        "fields": {
            "title": "Power bill",
            "created": "2024-05-01",
            "correspondent": 3,
            "document_type": 4,
            "tags": [1, 2, 99],
            "original_filename": "scan7.pdf",
            "archive_serial_number": 12,
        },
        "__exported_file_name__": "2024 Power bill.pdf",
    },
]


HOME = Label("tag", "Home", "#a6cee3")


PAPER = Paper(
    inside="2024 Power bill.pdf",
    file_name="scan7.pdf",
    title="Power bill",
    document_date="2024-05-01",
    amount=-1250,
    currency="EUR",
    sender=Label("sender", "Stadtwerke"),
    kind=Label("kind", "Invoice"),
    tags=(HOME, Label("tag", "Power", None, HOME)),
    notes=(Remark("01HWWBY780HYPK9EXGR7PGJQXZ", "Paid.", "2024-05-02T10:00:00+00:00", "anna"),),
    fields=((Field("Meter", "text"), "0815"),),
)


def custom(pk, name, kind, value, column, **extra):
    """A custom field of paperless-ngx, and its value for document 7."""
    definition = {"name": name, "data_type": kind, "extra_data": extra or None}
    return [
        {"model": "documents.customfield", "pk": pk, "fields": definition},
        {
            "model": "documents.customfieldinstance",
            "pk": pk,
            "fields": {"document": 7, "field": pk, "value_text": None, f"value_{column}": value},
        },
    ]


def other(pk, inside):
    return {
        "model": "documents.document",
        "pk": pk,
        "fields": {"title": inside, "tags": [], "original_filename": inside},
        "__exported_file_name__": inside,
    }
