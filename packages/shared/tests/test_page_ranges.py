import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft import page_ranges


@pytest.mark.parametrize(
    ("pages", "written"),
    [([], None), ([0], "0"), ([0, 1], "0-1"), ([2, 0], "0,2"), ([10, 8, 0, 1, 2, 11, 2], "0-2,8,10-11")],
)
def test_pages_are_written_as_ranges_in_order(pages, written):
    assert page_ranges.write(pages) == written


@pytest.mark.parametrize(
    ("written", "pages"), [(None, set()), ("", set()), ("7", {7}), ("0-2,8,,10-11", {0, 1, 2, 8, 10, 11})]
)
def test_ranges_are_read(written, pages):
    assert page_ranges.parse(written) == pages


@pytest.mark.parametrize("written", ["a", "1-b", "-", "1-2-3"])
def test_anything_else_is_refused(written):
    with pytest.raises(ValueError, match="invalid literal"):
        page_ranges.parse(written)


@given(st.sets(st.integers(0, 30)))
def test_written_pages_are_read_as_they_were(pages):
    assert page_ranges.parse(page_ranges.write(pages)) == pages
