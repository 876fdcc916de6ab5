import pytest

from docloft_worker.readers import html_reader


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


def test_inline_elements_keep_words_whole_and_blocks_separate_them(words):
    page = "<p>W<b>or</b>d <i>next</i></p><p>other</p><ul><li>one<li>two</ul>line<br>end<div>a<div>b</div>c</div>"

    assert words(page).split("\n") == ["Word next", "other", "one", "two", "line", "end", "a", "b", "c"]


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
