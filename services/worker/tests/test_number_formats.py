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


MORNING = 45352 + (9 * 3600 + 5 * 60 + 7) / 86400
"""1 March 2024, 09:05:07."""


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yy", "24"),
        ("yyy", "2024"),
        ("m", "3"),
        ("mm", "03"),
        ("mmm", "Mar"),
        ("mmmm", "March"),
        ("mmmmm", "M"),
        ("d", "1"),
        ("dd", "01"),
        ("ddd", "Fri"),
        ("dddd", "Friday"),
        ("h", "9"),
        ("hh", "09"),
        ("s", "7"),
        ("ss", "07"),
        ("hh:mm:ss", "09:05:07"),
        ("h:m", "9:5"),
        ("mm:ss", "05:07"),
        ("m:s", "5:7"),
        ("mm:ss d d", "05:07 1 1"),
        ("d mm:ss d", "1 05:07 1"),
        ("m/d/yyyy h:mm", "3/1/2024 9:05"),
        ("d h:mm m", "1 9:05 3"),
        ("hmmm", "9Mar"),
        ("mmmss", "Mar07"),
        ("m ss.000", "5 07"),
        ("[h] m", "1088457 5"),
        ('"m" d', "m 1"),
        ("D.M.YY", "1.3.24"),
        ("0 d", "0 1"),
        ("d e+0", "1 e+0"),
    ],
)
def test_parts_of_a_moment(code, shown):
    assert display(MORNING, code) == f"{shown} 2024-03-01 09:05"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.5 / 24, "h:mm AM/PM", "12:30 AM"),
        (0.5, "hh AM/PM", "12 PM"),
        (13.5 / 24, "h:mm a/p", "1:30 PM"),
        (1.5, "[m]", "2160 1900-01-01 12:00"),
        (1.5, "[s]", "129600 1900-01-01 12:00"),
        (1.5, "[h]:mm:ss", "36:00:00 1900-01-01 12:00"),
        (1.5, "m [s]", "0 129600 1900-01-01 12:00"),
        (1, "h", "0 1900-01-01"),
        (45352 + 7.6 / 86400, "s", "7 2024-03-01 00:00"),
        (45352 + 6.9996 / 86400, "s", "7 2024-03-01 00:00"),
        (0, "yyyy-mm-dd", "1899-12-31"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (2_958_465, "yyyy-mm-dd", "9999-12-31"),
        (2_958_465.9, "yyyy", "9999 9999-12-31 21:36"),
        (2_958_466, "yyyy-mm-dd", "2958466"),
    ],
)
def test_first_and_last_moments(value, code, shown):
    assert display(value, code) == shown


def test_moments_of_a_workbook_that_counts_from_1904():
    assert display(0, "yyyy-mm-dd", since_1904=True) == "1904-01-01"
    assert display(61, "yyyy-mm-dd hh:mm", since_1904=True) == "1904-03-02 00:00"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, "General", "1234.5"),
        (1234.5, 'General" kg"', "1234.5 kg"),
        (0.5, "0%", "50% 0.5"),
        (0.125, "0.0%", "12.5% 0.125"),
        (1_234_567, "0,", "1235 1234567"),
        (1_234_567_890, "0.0,,", "1234.6 1234567890"),
        (1_234_567_890, '0.0,,"M"', "1234.6M 1234567890"),
        (1_234_567, "#,##0,", "1,235 1234567"),
        (5, "00.00", "05.00"),
        (5.5, "0.##", "5.5"),
        (5, "0.##", "5"),
        (100, "0.##", "100"),
        (5, "0.0#", "5.0"),
        (5.25, "0.0#", "5.25"),
        (5, "0.?", "5.0"),
        (0.1, "0.0" + "0" * 20, "0.100000000000000"),
        (1e22, "0", "1e+22"),
        (1e21, "0", "1e+21"),
        (1e21, "", "1e+21"),
        (1e20, "0", "100000000000000000000"),
        (1 / 3, "", "0.333333333333333"),
        (-5, "0", "-5"),
        (-5, "@", "-5"),
        (-5, "", "-5"),
        (5e20, "0,,,,,,,", "500 500000000000000000000"),
        (0, "0;-0", "0"),
        (0, '0;"minus"0', "0"),
        (-3, '0;"minus "0', "minus 3 -3"),
        (5, '0;;"none"', "5"),
        (5, ";", "5"),
        (1.5, "0/0", "1.5"),
        (12345, "0.0E+0", "1.2E+04 12345"),
        (5, "\\x0", "x5"),
        (5, '"x"', "x 5"),
        (5, "_(0_)", "5"),
        (5, "*-0", "5"),
        (5, "[Red]0", "5"),
        (5, "[$USD]0", "USD5"),
        (1234.5678, "#,##0.00;(#,##0.00)", "1,234.57 1234.5678"),
        (-1234.5678, "#,##0.00;(#,##0.00)", "(1,234.57) -1234.5678"),
        (7, "0" * 300, "7".zfill(255)),
    ],
)
def test_parts_of_a_number(value, code, shown):
    assert display(value, code) == shown


def test_formats_of_a_file_come_before_built_in_ones():
    assert (code_of(14, {}), code_of(14, {14: "dd.mm.yy"}), code_of(99, {})) == ("yyyy-mm-dd", "dd.mm.yy", "")


@given(st.floats(-1e299, 1e299), st.text('0#?.,%/E+-ymdhs[]$";@\\_* AP', max_size=60))
def test_any_code_is_accepted(value, code):
    assert isinstance(display(value, code), str)
