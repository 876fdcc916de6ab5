"""Web pages that an HTML parser would read in quadratic time, and their text."""

import pytest

from docloft_worker.readers import costly_markup
from docloft_worker.readers.costly_markup import MOST_ATTRIBUTES, is_costly, text_without_tags


def text(page):
    return text_without_tags(page, lambda name: f"[{name}]")


@pytest.fixture
def few_steps(monkeypatch):
    """A limit that a short page exceeds."""
    monkeypatch.setattr(costly_markup, "MOST_STEPS", 40)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("plain &amp; text", "plain & text"),
        ("a<B>b</B>c", "a[b]b[b]c"),
        ("a <!-- x > <b> --> b", "a  b"),
        ("a<script>x < y</script>b<style a=1>x</style >c", "abc"),
        ("a<SCRIPT>x</Script>b", "ab"),
        ("a<scripture>b", "a[scripture]b"),
        ("<!doctype html><?xml?></ x>a", "a"),
        ("1 < 2 &lt; 3", "1 < 2 < 3"),
        ("a<1", "a<1"),
        ("a<b", "a[b]"),
        ("a<b>x<!-- y", "a[b]x"),
        ("a<script>b", "a"),
        ("<!-- y", ""),
        ("a<!-- y", "a"),
        ("<!-->a", "a"),
        ("<!x>a<1", "a<1"),
        ("<script>b", ""),
        ("a<", "a<"),
        ("", ""),
        ("a&lt;b>c", "a<b>c"),
        ("<p>a", "[p]a"),
    ],
)
def test_text_is_what_is_between_the_tags(page, found):
    assert text(page) == found


def test_tag_with_many_attributes_is_costly():
    assert not is_costly("<a" + " b" * MOST_ATTRIBUTES + ">")
    assert is_costly("<a" + " b" * (MOST_ATTRIBUTES + 1) + ">")
    assert is_costly("<i><a" + " b" * (MOST_ATTRIBUTES + 1))
    assert is_costly("<a" + " b" * (MOST_ATTRIBUTES + 1) + "><i>")
    assert is_costly("1 < 2 <a" + " b" * (MOST_ATTRIBUTES + 1))
    assert is_costly("x " * MOST_ATTRIBUTES + "<a" + " b" * (MOST_ATTRIBUTES + 1))


def test_many_words_are_not_attributes():
    assert not is_costly("a b" * 3 * MOST_ATTRIBUTES)
    assert not is_costly("<a" + " " * 3 * MOST_ATTRIBUTES + ">")
    assert not is_costly("< a" + " b" * 2 * MOST_ATTRIBUTES)


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize(
    ("page", "is_deep"),
    [
        ("", False),
        ("<a>" * 6, False),
        ("<a>" * 7, True),
        ("<a>" * 4 + "</a>" * 4, False),
        ("<a>" * 5 + "</a>" * 3, False),
        ("<a>" * 6 + "</a>", True),
        ("<a>" * 5 + "</a>" * 5, True),
        ("<a></a>" * 9, False),
        ("</a>" * 9 + "<a>" * 2, False),
        ("<p>" * 20, False),
        ("<P>" * 20, False),
        ("<p>" * 6 + "<a>" * 5, True),
        ("<a></A>" * 9, False),
        ("<a></b>" * 5, True),
        ("<a><a></a></a>" * 4, False),
        ("<a></a></a></a></a>" + "<a>" * 5, True),
        ("<" * 41, False),
        ("<" * 41 + "<a>", True),
    ],
)
def test_page_is_costly_when_many_tags_are_inside_many_open_elements(page, is_deep):
    assert is_costly(page) is is_deep
