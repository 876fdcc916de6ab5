import pytest

from tools import dead_code


@pytest.mark.parametrize(
    "place",
    [
        "packages/shared/src/docloft/tables/documents.py:68",
        "packages/shared/src/docloft/tables/records/member.py:15",
        "services/api/docloft_api/representations/document.py:44",
        "services/api/docloft_api/features/archive/schemas.py:33",
    ],
)
def test_attribute_of_a_table_or_field_of_a_schema_is_not_reported(place):
    assert dead_code.unused([f"{place}: unused variable 'due_date' (60% confidence)"]) == []


@pytest.mark.parametrize(
    "line",
    [
        "packages/shared/src/docloft/tables/documents.py:68: unused function 'find_all' (60% confidence)",
        "services/api/docloft_api/features/archive/schemas.py:33: unused class 'OldSchema' (60% confidence)",
        "services/api/docloft_api/features/archive/edits.py:33: unused variable 'due_date' (60% confidence)",
        "packages/shared/src/docloft/commands/registry.py:59: unused variable 'OCR' (60% confidence)",
    ],
)
def test_any_other_unused_code_is_reported(line):
    assert dead_code.unused([line]) == [line]


def test_nothing_is_reported_for_the_repository():
    assert dead_code.findings() == []
