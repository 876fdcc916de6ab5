"""Text of a Markdown file without its markup. Every pattern takes time in proportion to the text, like those of
`cleaning`: repetitions are bounded or possessive (`++`), so that nothing is tried again.
"""

import re

from docloft.parsing.text_files import decode
from docloft_worker.readers import Portion, Properties, document_pictures, properties
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.html_reader import break_of
from docloft_worker.readers.text_reader import as_pages, read_bytes

# What Jekyll, Pandoc and Obsidian write in front of the text: lines such as "title: Rent".
_FRONT = re.compile(r"\ufeff?---[ \t]{0,9}\r?\n(.{0,5000}?)\r?\n(?:---|\.\.\.)[ \t]{0,9}(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z]{1,20}):[ \t]{1,9}([^\r\n]{1,1000})", re.MULTILINE)
_FIELDS = {
    **{name: name for name in ("title", "author", "keywords")},
    **dict.fromkeys(("date", "created"), "created"),
    **dict.fromkeys(("lang", "language"), "language"),
    "tags": "keywords",
}
_TAGS = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})[^<>\n]{0,500}>")
_FENCES = re.compile(r"^[ ]{0,3}(?:`{3,}+|~{3,}+)[^\n`]*+$", re.MULTILINE)
_HEADINGS = re.compile(
    r"^[ ]{0,3}#{1,6}[ \t]++|(?<![ \t])[ \t]++#{1,6}[ \t]*+$|^[ ]{0,3}(?:=++|-{2,}+)[ \t]*+$", re.MULTILINE
)
_QUOTES = re.compile(r"^(?:[ ]{0,3}>[ ]?)++", re.MULTILINE)
_RULES = re.compile(r"^[ ]{0,3}(?:\*[ \t]*+){3,}+$|^[ ]{0,3}(?:_[ \t]*+){3,}+$", re.MULTILINE)
# Keeps the text of a link and its address, because people search for addresses, too.
_LINKS = re.compile(
    r"!?\[([^\[\]\n]{0,1000}+)\]\(\s{0,20}+<?([^()\s<>]{0,1000}+)>?(?:\s{1,20}+\"[^\"\n]{0,1000}+\")?\s{0,20}+\)"
)
_REFERENCES = re.compile(r"!?\[([^\[\]\n]{1,1000}+)\]\[[^\[\]\n]{0,200}+\]")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|~~|`{1,2})(?=\S)|(?<=\S)(?<!\\)(\*{1,3}|~~|`{1,2})")
_UNDERLINES = re.compile(r"(?<![\w\\])_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(path: str) -> Portion:
    """See paging.split for the size of a page."""
    body, cut = read_bytes(path)
    text = clean(decode(body))
    portion: Portion = {**as_pages(without_markup(text), cut=cut), "properties": _properties(text)}
    return document_pictures.with_pictures(portion, path)


def _properties(text: str) -> Properties:
    front = _FRONT.match(text)
    if not front:
        return {}
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(front[1]):
        if known := _FIELDS.get(name.lower()):
            found.setdefault(known, value.strip(" \t\"'[]"))
    return properties.of(**found)


def without_markup(text: str) -> str:
    """Removes only what is certain to be markup."""
    text = _without_comments(text)
    for marks in (_FENCES, _RULES, _HEADINGS, _QUOTES):
        text = marks.sub("", text)
    text = _LINKS.sub(_link, text)
    text = _REFERENCES.sub(r"\1", text)
    text = _TAGS.sub(lambda tag: break_of(tag[1].lower()), text)
    text = _EMPHASIS.sub("", text)
    text = _UNDERLINES.sub("", text)
    return _ESCAPES.sub(r"\1", text)


def _without_comments(text: str) -> str:
    # A regular expression would search the rest of the text for every comment that is never closed.
    kept, start = [], 0
    while (opening := text.find("<!--", start)) >= 0 and (end := text.find("-->", opening + 4)) >= 0:
        kept.append(text[start:opening])
        start = end + 3
    return "".join([*kept, text[start:]])


def _link(match: re.Match[str]) -> str:
    text, address = match.groups()
    return f"{text} {address}" if address.startswith(("http:", "https:", "mailto:")) else text
