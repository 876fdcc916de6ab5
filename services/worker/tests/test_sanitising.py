"""What a rendition may contain: nothing that runs, sends or loads anything, whatever the markup of the document."""

import re
import time
from base64 import b64encode
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.renderers import Missing, sanitising
from docloft_worker.renderers.rendition_pictures import MOST_BYTES
from docloft_worker.renderers.sanitising import Sanitiser, safe_style

EVIL = "http://evil.example"
HOSTILE = (
    f"<script src={EVIL}/x.js>fetch('{EVIL}')</script>",
    f"<img src={EVIL}/pixel.gif onerror=alert(1)>",
    f"<img srcset='{EVIL}/a.png 2x' src=//evil.example/b.png>",
    f"<p onclick=alert(1) style='background:url({EVIL}/a.png)'>words</p>",
    f"<p style='background:u\\72l({EVIL}/a.png);color:red'>words</p>",
    f"<p style='background-image:image-set(\"{EVIL}/a.png\" 1x);width:1px'>words</p>",
    f"<p style='list-style-image:-webkit-image-set(url({EVIL}/a))'>words</p>",
    f"<style>@import '{EVIL}/a.css'; p {{ background: url({EVIL}/a.png) }}</style><p>words",
    f"<style>@font-face {{ font-family: F; src: url({EVIL}/a.woff) }} p {{ font-family: F }}</style><p>words",
    f"<svg><image href={EVIL}/a.png /><style><img src={EVIL}/b onerror=alert(1)></style></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    f"<iframe src={EVIL} srcdoc='<script>1</script>'></iframe><object data={EVIL}></object><embed src={EVIL}>",
    f"<form action={EVIL}><input type=image src={EVIL}/i.png><button formaction={EVIL}>Send</button></form>",
    f"<base href={EVIL}/><meta http-equiv=refresh content='0;url={EVIL}'><link rel=preload href={EVIL}>",
    "<a href='javascript:alert(1)'>a</a><a href='java\nscript:alert(1)'>b</a><a href='data:text/html,x'>c</a>",
    "<a href=\"&#106;avascript:alert(1)\">a</a><a href='vbscript:x'>b</a><a href=' javascript:x'>c</a>",
    f"<body background={EVIL}/a.png><table background={EVIL}/b.png><td background={EVIL}/c.png>words",
    f"<video poster={EVIL}/a.png src={EVIL}/v></video><audio src={EVIL}/a></audio><track src={EVIL}/t>",
    "<img src='data:image/svg+xml;base64,PHN2Zy8+'><img src='data:text/html;base64,PHA+'>",
    f"<a ping={EVIL} href={EVIL}>link</a><q cite={EVIL}>q</q><del cite={EVIL}>d</del>",
    "<div style=\"color:red;background:url('a;b')\">words</div><div style='width:expression(alert(1))'>words</div>",
    f"<xmp><img src={EVIL}></xmp><plaintext><img src={EVIL}>",
    "<template><img src=x onerror=alert(1)></template><dialog open>words</dialog>",
)
ATTRIBUTES = {name for names in sanitising._ATTRIBUTES.values() for name in names} | {"rel", "target"}


def require_harmless(markup):
    """Parsed as by a browser, it contains only known elements and attributes, and no addresses except those of links
    and the data URLs of pictures.
    """
    tree = LexborHTMLParser(f"<!doctype html><body>{markup}")
    assert tree.body is not None
    assert not tree.css("head > *")
    for node in tree.body.traverse(include_text=False):
        if node.tag in {"body", "-comment"}:
            assert node.tag == "body"
            continue
        assert node.tag in sanitising._TAGS
        for name, written in node.attributes.items():
            value = written or ""
            assert name in ATTRIBUTES, name
            if name == "src":
                assert re.match(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$", value), value
            elif name == "href":
                assert value.lower().startswith(("http://", "https://", "mailto:")), value
                assert (node.attributes["rel"], node.attributes["target"]) == ("noopener noreferrer", "_blank")
            elif name == "style":
                assert "\\" not in value
                assert not set(re.findall(r"([\w-]*)\(", value.lower())) - {"rgb", "rgba", "hsl", "hsla", "calc"}, value
                assert "position" not in value


@pytest.mark.parametrize("markup", HOSTILE)
def test_hostile_markup_becomes_harmless(markup):
    require_harmless(Sanitiser().clean(f"<html><body><p>before {markup} after</p></body></html>"))


@pytest.mark.parametrize("markup", HOSTILE)
def test_words_around_hostile_markup_are_kept(markup):
    assert "before" in Sanitiser().clean(f"<p>before</p>{markup}")


@settings(max_examples=300, deadline=None)
@given(
    some.lists(
        some.one_of(
            some.sampled_from(HOSTILE),
            some.sampled_from(
                ("<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", '"', "'", "=", "\\", "(", ")", ";", "\x00")
            ),
            some.sampled_from(
                ("style=", "src=", "href=", "url(", "<style>", "</style>", "<svg>", "<math>", "<p ", "<img ", "<a ")
            ),
            some.text(max_size=12),
        ),
        max_size=12,
    )
)
def test_no_markup_loads_anything(pieces):
    once = Sanitiser().clean("".join(pieces))

    require_harmless(once)
    # Parsing and writing it again changes nothing about that
    require_harmless(Sanitiser().clean(once))


@settings(max_examples=300, deadline=None)
@given(some.text(alphabet="urlURL(){};:\\'\"/*-,. \n\tabc0123", max_size=60))
def test_style_calls_no_function_that_loads(style):
    found = safe_style(style) or ""

    assert "\\" not in found
    assert not set(re.findall(r"([\w-]*)\(", found.lower())) - {"rgb", "rgba", "hsl", "hsla", "calc"}


def test_formatting_is_kept():
    cleaned = Sanitiser().clean(
        "<style>.due { color: red } td { padding: 4px }</style>"
        "<h1>Title</h1><p class=due style='text-align: right'>by <b>May</b></p><ul><li>one</ul>"
        "<table border=1><tr><td colspan=2 bgcolor='#eee'>cell</td></tr></table><a href='https://example.org/a?b=c'>x</a>"
    )

    for part in ("<h1>Title</h1>", "<b>May</b>", "<li>one</li>", 'colspan="2"', 'bgcolor="#eee"', "padding:4px"):
        assert part in cleaned
    assert re.search(r'<p style="[^"]*color:red[^"]*text-align:right', cleaned)
    assert 'href="https://example.org/a?b=c"' in cleaned


def test_colours_of_a_page_are_kept_without_its_body():
    assert "background:#102030" in Sanitiser().clean("<style>body { background: #102030 }</style><body><p>x</p></body>")


def picture(width=40, height=30, kind="PNG", *, noise=False):
    content = BytesIO()
    image = Image.effect_noise((width, height), 200) if noise else Image.new("RGB", (width, height), "red")
    image.convert("RGB").save(content, kind)
    return content.getvalue()


def test_pictures_of_the_document_are_written_into_the_page():
    written = b64encode(picture()).decode()
    sanitiser = Sanitiser({"cid:one": picture()}.get)

    cleaned = sanitiser.clean(f"<img src='cid:one' alt='One'><img src='data:image/png;base64,{written}'>")

    assert cleaned.count(f'src="data:image/png;base64,{written}"') == 2
    assert sanitiser.missing == set()


def test_missing_pictures_are_reported():
    sanitiser = Sanitiser()

    cleaned = sanitiser.clean(f"<img src=cid:none><img src='{EVIL}/a.png' alt='A boot'>")

    assert 'alt="A boot"' in cleaned
    assert sanitiser.missing == {Missing.PICTURES, Missing.REMOTE_PICTURES}


def test_large_pictures_are_scaled_down_and_too_many_are_left_out():
    large = picture(1700, 1700, noise=True)
    others = {f"cid:{number}": picture(1300, 1300 + number, "JPEG", noise=True) for number in range(8)}
    sanitiser = Sanitiser({"cid:large": large, **others}.get)

    cleaned = sanitiser.clean("<img src=cid:large>" + "".join(f"<img src='{name}'>" for name in others))

    assert 0 < len(cleaned) < MOST_BYTES + 2000
    assert Missing.PICTURES in sanitiser.missing
    require_harmless(cleaned)


@pytest.mark.parametrize("body", [b"", b"no picture", b"<svg onload=alert(1)>", b"GIF89a" + b"\xff" * 9])
def test_file_that_is_not_a_picture_is_left_out(body):
    sanitiser = Sanitiser({"cid:one": body}.get)

    assert "data:" not in sanitiser.clean("<img src=cid:one>")
    assert sanitiser.missing == {Missing.PICTURES}


def test_picture_of_too_many_pixels_is_left_out():
    content = BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG", compress_level=1)
    sanitiser = Sanitiser({"cid:one": content.getvalue()}.get)

    assert "data:" not in sanitiser.clean("<img src=cid:one>")


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "deep",
        "<p " + " ".join(f"a{number}=b" for number in range(50_000)) + ">words",
        "<table><tr><td>" * 60_000,
    ],
)
def test_markup_that_takes_a_parser_long_is_refused(markup):
    started = time.process_time()

    with pytest.raises(Refused) as refused:
        Sanitiser().clean(markup)

    assert refused.value.reason == reasons.COMPLEX_LAYOUT
    assert time.process_time() - started < 2


def test_long_markup_is_cut():
    sanitiser = Sanitiser()
    started = time.process_time()

    cleaned = sanitiser.clean("<p>Some <b>words</b> of a long page.</p>\n" * 1_250_000)

    assert 1_000_000 < len(cleaned) < 1.1 * sanitising.MOST_CHARACTERS
    assert sanitiser.missing == {Missing.END}
    assert time.process_time() - started < 5


def test_style_sheets_with_too_many_rules_are_not_applied():
    rules = "".join(f"p.c{number} b {{ color: red }}" for number in range(5_000))
    started = time.process_time()

    cleaned = Sanitiser().clean(f"<style>{rules}</style>" + "<p class=c1><b>x</b></p>" * 20_000)

    assert "color" not in cleaned
    assert time.process_time() - started < 4
