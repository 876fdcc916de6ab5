import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers.number_formats import code_of, display


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (3, "", "3"),
        (0.1 + 0.2, "", "0.3"),
        (1234567, "#,##0", "1,234,567 1234567"),
        (1234.5, "0.00", "1234.50"),
        (-12, '0.00;[Red]"minus "0.00', "minus 12.00 -12"),
        (0, '0;-0;"none"', "none 0"),
        (7, "000", "007"),
        (12345, "0.00E+00", "1.23E+04 12345"),
        (1.5, "# ?/?", "1.5"),
        (12, "[$€-407] 0.00", "€ 12.00"),
        (40939, "d. mmmm yyyy", "31. January 2012 2012-01-31"),
        (40939.75, "yyyy-mm-dd hh:mm", "2012-01-31 18:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm", "36:00 1900-01-01 12:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (-5, "yyyy-mm-dd", "-5"),
        (1e300, "dd.mm.yyyy", "1e+300"),
        (5, "@", "5"),
        (5, '"', "5"),
    ],
)
def test_number_is_shown_as_by_a_spreadsheet(value, code, shown):
    assert display(value, code) == shown


def test_formats_of_a_file_come_before_built_in_ones():
    assert (code_of(14, {}), code_of(14, {14: "dd.mm.yy"}), code_of(99, {})) == ("yyyy-mm-dd", "dd.mm.yy", "")


@given(st.floats(-1e299, 1e299), st.text('0#?.,%/E+-ymdhs[]$";@\\_* AP', max_size=60))
def test_any_code_is_accepted(value, code):
    assert isinstance(display(value, code), str)
