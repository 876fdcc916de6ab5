"""Sanitises the markup of untrusted documents for a rendition: what is not on the lists of this module is left out.
Nothing in the result runs, sends or loads anything; pictures are embedded as data URLs. ammonia (nh3) parses and writes
the markup as browsers do, and css-inline moves rules of style sheets into the elements they apply to.
"""

import re
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import css_inline
import nh3

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.readers import costly_markup
from docloft_worker.renderers import Missing
from docloft_worker.renderers.rendition_pictures import Pictures

MOST_CHARACTERS = 1_500_000
"""The most characters of markup to sanitise, not counting embedded pictures. The rest is cut."""
MOST_MARKUP = 3_000_000
"""The most characters of the sanitised markup, not counting its pictures."""
_MOST_RULES = 20_000_000
"""The most rules of style sheets times elements, which take css-inline about a second."""

FindPicture = Callable[[str], bytes | None]
"""Returns the bytes of the picture in the document to which an address in the markup refers; None if there is none."""

_TAGS = frozenset(
    (  # noqa: SIM905
        "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del "
        "details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main "
        "mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td "
        "tfoot th thead time tr tt u ul var wbr"
    ).split()
)
_WITH_CONTENT = frozenset(
    (  # noqa: SIM905
        "script style title template iframe object embed applet noembed noframes noscript svg math audio video "
        "canvas select textarea datalist xmp frameset"
    ).split()
)
"""Elements that are left out together with their contents."""
_CELL = frozenset({"align", "valign", "bgcolor", "width", "height", "colspan", "rowspan"})
_ATTRIBUTES = {
    "*": {"style", "title", "dir", "lang", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "border", "hspace", "vspace"},
    "table": {"bgcolor", "width", "border", "cellpadding", "cellspacing"},
    "tr": {"bgcolor", "valign"},
    "td": set(_CELL),
    "th": set(_CELL),
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "hr": {"width", "size", "color"},
    "details": {"open"},
}
_SIDES = ("", "-top", "-right", "-bottom", "-left")
_PROPERTIES = {
    *(  # noqa: SIM905
        "background background-color border-collapse border-color border-radius border-spacing border-style "
        "border-width box-sizing caption-side clear color direction display empty-cells float font font-family "
        "font-size font-style font-variant font-weight height letter-spacing line-height list-style-type "
        "max-height max-width min-height min-width opacity overflow-wrap page-break-after page-break-before "
        "page-break-inside table-layout text-align text-decoration text-decoration-color text-decoration-line "
        "text-indent text-transform unicode-bidi vertical-align visibility white-space width word-break "
        "word-spacing"
    ).split(),
    *(f"{name}{side}" for name in ("border", "margin", "padding") for side in _SIDES),
    *(f"border{side}-{part}" for side in _SIDES[1:] for part in ("color", "style", "width")),
}
"""Without `position`, because an element could use it to cover others."""
_FUNCTIONS = re.compile(r"\b(?:rgba?|hsla?|calc)\(", re.IGNORECASE)
"""The only functions allowed in a style: some others load a file."""
_SCHEMES = ("http://", "https://", "mailto:")
_REMOTE = ("http://", "https://", "//")
# The beginning of a data URL (RFC 2397).
_DATA_URL = re.compile(r"data:image/[a-z0-9+.-]{1,20}(?:;[a-z-]{1,20}=[^;,\"'<>]{0,255}){0,5};base64,", re.IGNORECASE)
_DATA_URL_END = re.compile(r"[\"')<>]")
_NAME = "cid:docloft-{}"
_BODY = re.compile(r"<(/?)body(?=[\s>])", re.IGNORECASE)
"""A body becomes a div, because the colours of a page are often set on its body."""


class Sanitiser:
    """Sanitises all markup of one document. `missing` collects what the result lacks (Missing)."""

    def __init__(self, find_picture: FindPicture = lambda _address: None) -> None:
        self.missing: set[str] = set()
        self._left = MOST_CHARACTERS
        self._produced = 0
        self._pictures = Pictures()
        self._find_picture = find_picture
        self._embedded: dict[str, bytes] = {}
        self._cleaner = nh3.Cleaner(
            tags=set(_TAGS),
            clean_content_tags=set(_WITH_CONTENT),
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            attribute_filter=self._attribute,
            filter_style_properties=_PROPERTIES,
            url_schemes={"http", "https", "mailto", "cid"},
            # Relative addresses of pictures have been replaced by then.
            url_relative=lambda _address: None,
            link_rel="noopener noreferrer",
            set_tag_attribute_values={"a": {"target": "_blank"}},
        )

    @property
    def is_full(self) -> bool:
        """Whether nothing more can be shown."""
        return self._left <= 0

    def clean(self, markup: str) -> str:
        """The sanitised markup, to be put into the body of a page. Raises Refused for markup that is too costly."""
        short = self.cut(self._without_data_urls(markup))
        if costly_markup.is_costly(short):
            raise Refused(reasons.COMPLEX_LAYOUT)
        cleaned = self._cleaner.clean(_BODY.sub(r"<\1div", _inline_styles(short)))
        if self._pictures.is_short:
            self.missing.add(Missing.PICTURES)
        self._produced += len(cleaned)
        if self._produced > MOST_MARKUP + self._pictures.size:
            raise Refused(reasons.COMPLEX_LAYOUT)
        return cleaned

    def cut(self, text: str) -> str:
        """As much of the text as may still be shown."""
        if len(text) > self._left:
            self.missing.add(Missing.END)
        kept = text[: self._left]
        self._left -= len(kept)
        return kept

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return safe_style(value)
        if name == "href":
            address = value.strip()
            return address if address.lower().startswith(_SCHEMES) else None
        if name == "src":
            return self._picture(value.strip()) if tag == "img" else None
        return value

    def _picture(self, address: str) -> str | None:
        body = self._embedded.get(address) or self._find_picture(address)
        if body is not None:
            return self._pictures.embed(body)
        self.missing.add(Missing.REMOTE_PICTURES if address.lower().startswith(_REMOTE) else Missing.PICTURES)
        return None

    def _without_data_urls(self, markup: str) -> str:
        """The markup with short names in place of its data URLs, which would otherwise be parsed several times."""
        parts: list[str] = []
        at = 0
        for start in _DATA_URL.finditer(markup):
            if start.start() < at:
                continue
            end = _DATA_URL_END.search(markup, start.end())
            stop = end.start() if end else len(markup)
            name = _NAME.format(len(self._embedded))
            self._embedded[name] = _decode(markup[start.end() : stop])
            parts += [markup[at : start.start()], name]
            at = stop
        return "".join([*parts, markup[at:]])


def safe_style(style: str) -> str | None:
    """The declarations of a style that cannot load anything. Only functions can, and only a backslash can disguise the
    name of one (CSS Syntax Module 3, 4.3.4 and 4.3.7).
    """
    if "(" not in style and "\\" not in style:
        return style
    kept = [one for one in style.split(";") if "\\" not in one and "(" not in _FUNCTIONS.sub("", one)]
    return ";".join(kept) or None


def _inline_styles(markup: str) -> str:
    """The markup with the rules of its style sheets moved into its elements. Rules for other media, such as print, are
    lost.
    """
    if "<style" not in markup.lower() or markup.count("{") * markup.count("<") > _MOST_RULES:
        return markup
    try:
        return css_inline.inline(markup, load_remote_stylesheets=False)
    except css_inline.InlineError:
        return markup


def _decode(address: str) -> bytes:
    """The bytes of a data URL. Characters that are not Base64 are ignored, as browsers do."""
    try:
        return b64decode(unquote_to_bytes(address) + b"==")
    except ValueError:
        return b""
