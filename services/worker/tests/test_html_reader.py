from html import escape

import pytest

from docloft_worker.readers import costly_markup, html_reader
from tests.spent import ROUNDS, spent


@pytest.fixture
def words(path_of):
    def read(body):
        return html_reader.read(path_of(body.encode() if isinstance(body, str) else body))["pages"][0]

    return read


def test_title_comes_first_and_hidden_text_is_left_out(words):
    page = """<!doctype html><html><head><title>The
      title</title><style>p{}</style><script>var a</script></head><body><p>Seen</p><script>alert(1)</script>
      <template><p>no</p></template><noscript>no</noscript><p hidden>no</p><p style="display: none">no</p>
      <!-- no --><iframe src="x">no</iframe></body></html>"""

    assert words(page) == "The title\nSeen"


def test_words_of_drawings_formulas_pictures_and_fields_are_read(words):
    page = """<p>A <svg><title>no</title><style>no</style><text>dr<tspan>aw</tspan>n</text></svg>
      <math><mi>x</mi><mo>=</mo><mn>5</mn><annotation>no</annotation></math> <img alt="a  photo"><img>
      <input value="typed"><input type=hidden value=no><input type=password value=no><input type=radio value=no>"""

    assert words(page).split() == ["A", "drawn", "x=5", "a", "photo", "typed"]


def test_inline_elements_keep_words_whole_and_blocks_separate_them(words):
    page = "<p>W<b>or</b>d <i>next</i></p><p>other</p><ul><li>one<li>two</ul>line<br>end<div>a<div>b</div>c</div>"

    assert words(page).split("\n") == ["Word next", "other", "one", "two", "line", "end", "a", "b", "c"]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>W<o:p></o:p>or<st1:place w:st='on'>d</st1:place></p>", ["Word"]),
        ("<p>給<ruby>与<rp>(</rp><rt>よ</rt><rp>)</rp></ruby>明細</p><p>end</p>", ["給与明細 よ", "end"]),
        ("<ruby>給<rt>きゅう</rt>与<rt>よ</rt></ruby>", ["給与 きゅう よ"]),
    ],
    ids=["elements of Word", "reading", "readings at the end"],
)
def test_words_stay_whole(words, page, lines):
    assert words(page).split("\n") == lines


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ("<p><![CDATA[one <two> &]]> three</p>", ["one", "<two>", "&", "three"]),
        ("<p>one</p><textarea/><iframe src='x'/><p>two</p>", ["one", "two"]),
        ("<script>//<![CDATA[\nhidden = 1\n//]]></script>one<![CDATA[ unended", ["one"]),
    ],
    ids=["characters", "ended elements", "script"],
)
def test_syntax_of_xhtml_is_read(words, inner, found):
    page = f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><title/><body>{inner}</body></html>'

    assert words(page).split() == found


def test_table_cells_are_separated(words):
    page = "<table><tr><td>one</td><td>two</td></tr><tr><th>three</th></tr></table>"

    assert words(page).split() == ["one", "two", "three"]


def test_preformatted_lines_stay_lines(words):
    assert words("<pre>first\n second</pre>").split("\n")[0] == "first"


def test_entities_are_characters(words):
    assert words("<p>caf&eacute; &lt;b&gt; &#8364;5") == "café <b> €5"


@pytest.mark.parametrize(
    "body",
    [
        '<meta charset="iso-8859-1"><p>Größe'.encode("iso-8859-1"),
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>Größe'.encode("cp1252"),
        '<meta charset="utf-16"><p>Größe'.encode(),
        '<meta charset="no-such-thing"><p>Größe'.encode(),
        '<meta charset="ascii"><p>Größe'.encode(),
        '<meta charset="hex"><p>Größe'.encode(),
        "<p>Größe".encode("utf-16"),
        "<html><p>Größe</p></html>".encode("utf-16-le"),
        "<p>Größe".encode("utf-8-sig"),
    ],
)
def test_declared_encoding_is_used_only_if_it_fits_the_bytes(words, body):
    assert words(body) == "Größe"


def test_deeply_nested_page_is_read(words):
    assert "zebrawood" in words("<div><b>" * 8_000 + "zebrawood")


def test_page_without_a_body_is_empty(words):
    assert words("") == ""


def test_frameset_has_only_its_title(words):
    assert words("<html><head><title>Frames</title></head><frameset><frame src=x></frameset></html>") == "Frames"


@pytest.mark.parametrize("page", ["<frameset>{}<frame src=x></frameset>", "<frameset><frame src=x></frameset>{}"])
def test_words_beside_frames_for_browsers_without_them_are_read(words, page):
    assert words(page.format("<noframes><body>No <b>fra</b>mes</body></noframes>")) == "No frames"


def test_page_inside_a_frame_that_was_saved_with_it_is_read(words):
    assert words("<p>a</p><iframe srcdoc='&lt;p&gt;b &lt;b&gt;c&lt;/b&gt;'>no</iframe><p>d") == "a\nb c\nd"


def test_pages_in_frames_in_frames_are_read_to_a_bounded_depth(words):
    page = "deepest"
    for _ in range(5):
        page = f'<p>a</p><iframe srcdoc="{escape(page)}"></iframe>'

    assert words(page).split() == ["a"] * 4


def test_properties_are_those_that_the_page_declares(path_of):
    head = """<html lang="fr-CH"><head><title> A  title </title><meta name=Author content="Eva &amp; Co">
      <meta property="article:published_time" content="2020-02-03T10:00:00Z"><meta name=keywords content="a, b">
      <meta name=description content=c><meta name=viewport content=no></head>"""

    assert html_reader.read(path_of(head.encode()))["properties"] == {
        "title": "A title",
        "author": "Eva & Co",
        "created": "2020-02-03",
        "language": "fr",
        "keywords": "a, b; c",
    }


COSTLY = {
    "deep": "<p>zebrawood</p><div>" + "<div>" * 60_000 + "walnut",
    "closed": "<p>zebrawood</p>" + "<div>" * 60_000 + "walnut" + "</div>" * 60_000,
    "mixed": "<p>zebrawood</p>" + "<ul><li><span>" * 30_000 + "walnut</b></p>",
    "attributes": "<p>zebrawood</p><p " + "".join(f"a{number} " for number in range(60_000)) + ">walnut",
    "values": "<p>zebrawood</p><p " + "".join(f"a{number}=1\n" for number in range(60_000)) + ">walnut",
}


@pytest.mark.parametrize("page", COSTLY.values(), ids=COSTLY)
def test_page_that_parsers_need_quadratic_time_for_takes_linear_time(words, page):
    flat = "<p>zebrawood</p>" + "<div a=1></div>" * 60_000 + "walnut"

    assert words(page).split() == ["zebrawood", "walnut"]
    assert any(spent(lambda: words(page)) < 4 * spent(lambda: words(flat)) + 0.1 for _ in ROUNDS)


def test_text_of_a_costly_page_is_without_scripts_and_comments():
    page = (
        "<!doctype html><title>T</title><script>if (a < b) no</SCRIPT ><style>no</style><!-- no > -->"
        "a &lt; b < c<b>d</b><p>e</p><?no?></p><a href='x'>f</a><!-- never closed > no"
    )

    found = costly_markup.text_without_tags(page, lambda name: "" if name in {"a", "b"} else "\n")

    assert found.split() == ["T", "a", "<", "b", "<", "cd", "e", "f"]


def test_ordinary_long_page_is_parsed():
    page = "<table>" + "<tr><td>a<td>b" * 20_000 + "</table>" + "<p>a<br>b" * 20_000

    assert not costly_markup.is_costly(page)
