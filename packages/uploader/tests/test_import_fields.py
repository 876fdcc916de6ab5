"""Custom fields of an imported archive, and what happens to values that fit no field."""

import json

import pytest

from docloft_import.__main__ import read
from docloft_import.custom_field_values import fitting
from docloft_import.imported_archives import Field, Source
from packages.uploader.tests.archives import custom, other


@pytest.mark.parametrize(
    ("kind", "column", "given", "field", "value"),
    [
        ("string", "text", " a \n b ", Field("X", "text"), "a b"),
        ("url", "url", "https://example.org", Field("X", "link"), "https://example.org"),
        ("date", "date", "2024-05-01", Field("X", "date"), "2024-05-01"),
        ("boolean", "bool", False, Field("X", "boolean"), False),
        ("integer", "int", 0, Field("X", "number"), 0),
        ("float", "float", 1.5, Field("X", "number"), 1.5),
        ("monetary", "monetary", "USD12.50", Field("X", "money"), {"amount": 1250, "currency": "USD"}),
        ("longtext", "long_text", "short", Field("X", "text"), "short"),
    ],
)
def test_custom_field_of_every_type_becomes_a_field_of_the_library(tmp_path, kind, column, given, field, value):
    manifest = [*custom(1, "X", kind, given, column), other(7, "a.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    archive = read(Source(tmp_path))

    assert archive.papers[0].fields == ((field, value),)
    assert +archive.left_out == {}


@pytest.mark.parametrize(
    ("options", "given"),
    [([{"id": "ab", "label": "Open"}, {"id": "cd", "label": "Paid"}], "cd"), (["Open", "Paid"], 1)],
)
def test_choice_is_imported_by_the_names_of_its_options(tmp_path, options, given):
    manifest = [*custom(1, "Status", "select", given, "select", select_options=options), other(7, "a.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    assert read(Source(tmp_path)).papers[0].fields == ((Field("Status", "choice", ("Open", "Paid")), "Paid"),)


def test_money_takes_the_currency_of_its_field_and_is_left_out_without_any(tmp_path):
    manifest = [
        *custom(1, "A", "monetary", "5", "monetary", default_currency="GBP"),
        *custom(2, "B", "monetary", "5", "monetary"),
        *custom(3, "C", "url", "javascript:alert(1)", "url"),
        *custom(4, "D", "float", 1e300, "float"),
        other(7, "a.pdf"),
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    archive = read(Source(tmp_path))

    assert archive.papers[0].fields == ((Field("A", "money"), {"amount": 500, "currency": "GBP"}),)
    assert +archive.left_out == {f"values of the custom field {name}": 1 for name in "BCD"}


def test_text_that_is_too_long_for_a_field_becomes_a_note(tmp_path):
    manifest = [*custom(1, "Summary", "longtext", "word " * 200, "long_text"), other(7, "a.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    [paper] = read(Source(tmp_path)).papers

    assert paper.fields == ()
    assert paper.notes[0].text.startswith("Summary: word word")


def test_values_beyond_the_room_of_a_document_are_left_out():
    values = [(Field(str(number), "text"), "x" * 500) for number in range(20)]

    assert fitting(values) == values[:14]


def test_link_of_paperless_is_the_first_document_of_the_field(tmp_path):
    manifest = [*custom(1, "See", "documentlink", [8, 9, 99], "document_ids"), other(7, "a.pdf"), other(8, "b.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps([*manifest, other(9, "c.pdf")]))

    archive = read(Source(tmp_path))

    assert archive.papers[0].links == ((Field("See", "document"), "b.pdf"),)
    assert archive.left_out["links of the custom field See after the first one"] == 1
    assert archive.left_out["links of the custom field See to documents outside"] == 1


def test_own_export_is_read_with_its_fields(tmp_path):
    name = {"what": "field", "type": "text", "options": None}
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [
            {**name, "id": "t", "name": "No"},
            {**name, "id": "c", "name": "Status", "type": "choice", "options": [{"id": "o", "name": "Open"}]},
            {**name, "id": "d", "name": "See", "type": "document"},
        ],
        "documents": [
            {"id": "1", "path": "a.pdf", "custom_fields": {"t": "5", "c": "o", "d": "2", "deleted": "x"}},
            {"id": "2", "path": "b.pdf", "custom_fields": {"c": "deleted"}},
        ],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    first, second = read(Source(tmp_path)).papers

    status = Field("Status", "choice", ("Open",))
    assert (first.fields, first.links) == (
        ((Field("No", "text"), "5"), (status, "Open")),
        ((Field("See", "document"), "2"),),
    )
    assert (first.origin_id, second.fields) == ("1", ())
