"""The import uses the public API only, so it has the limits of the API a second time."""

from docloft import directory, suggestions
from docloft.lifecycle import custom_fields, metadata, names, notes
from docloft_import import custom_field_values, filing, origins, remarks


def test_refused_near_duplicate_is_recorded_as_the_api_records_it():
    assert origins.refusal_of("01A") == suggestions.refusal(suggestions.LOOKS_LIKE, "01A")


def test_limits_of_the_import_are_those_of_the_api():
    assert filing.MOST_TAGS == metadata.MOST_TAGS
    assert filing.LONGEST_TITLE == names.TITLE_LIMIT
    assert filing.LONGEST_NAME == custom_field_values.LONGEST_NAME == directory.NAME_LIMIT
    assert (remarks.LONGEST, remarks.MOST) == (notes.LONGEST, notes.MOST_NOTES)
    assert custom_field_values.LONGEST_TEXT == custom_fields.TEXT_LIMIT
    assert custom_field_values.LONGEST_LINK == custom_fields.LINK_LIMIT
    assert custom_field_values.MOST_NUMBER == custom_fields.MOST_NUMBER
    assert custom_field_values.MOST_BYTES == custom_fields.MOST_BYTES
