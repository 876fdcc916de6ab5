"""Normalizes extracted text to what a person would type, so that search finds it.

Every pattern takes time in proportion to the text, whatever the text is (tests/contract/test_patterns.py): it begins
with something that the run before it does not contain, or its repetitions are bounded.
"""

import re
import unicodedata
from itertools import islice

# C0 and C1 controls, DEL, noncharacters and lone surrogates; not tab, line feed and carriage return, which are text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# Form feed, vertical tab, NEL and Unicode's separators all end a line.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Unicode keeps these for old character sets and as glyphs of PDF fonts: Latin, Hebrew and Arabic presentation forms.
_PRESENTATION_FORMS = re.compile("[\ufb00-\ufbff\ufc00-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc]+")
# Sequences by which programs colour their output on a terminal, set its title and choose character sets (ECMA-48, 5.3
# and 5.4; ECMA-35, 13.2; xterm).
_TERMINAL = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,4}[@-~]|\x1b[\\]PX^_][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\\\)|\x1b[ -/]{0,4}[0-~]"
)
# Typewriters and manual pages print a letter twice for bold, and over a line to underline it.
_OVERSTRUCK = re.compile("[^\n\x08]\x08")
# Records of fixed width are filled up with zero bytes.
_PADDING = re.compile("\x00{2,}")
_REPLACED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u2028\u2029\u2060\ud800-\udfff\ufb00-\ufdff\ufe70-\ufeff\ufffe\uffff]"
)
_EMPTY_LINES = re.compile("\n{4,}")
_INVISIBLE = str.maketrans({"\u00ad": None, "\ufeff": None, "\u2060": None})

_WORD = r"[^\W\d_]"
# A word broken at the end of a printed line: hyphen, line end, rest of the word. The part before the hyphen is found by
# _last_word: as a part of the pattern, it would take quadratic time.
_BREAK = re.compile(f"(?<={_WORD})[-\u2010\u00ad][ \t]*\n[ \t]*({_WORD}+)")
_HYPHENS = ("-", "\u2010", "\u00ad")
_FIRST_WORD = re.compile("(?=[^\\W\\d_A-Z])[^\\W\\d_]{1,60}+")
_MARGIN_LINES = 3
"""The most lines below or above the text of a page: a page number, an address, a title. Blank lines do not count."""
_LONGEST_MARGIN_LINE = 100
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"\w+(?:-\w+)*")
_LONGEST_WORD = 100


def clean(text: str) -> str:
    """Removes control characters and the commands of terminals, replaces presentation forms (such as the ligature for
    "fi") and decomposed accents with what people type, and ends lines with line feeds. Idempotent.
    """
    text = text.replace("\r\n", "\n")
    # Most texts contain nothing to replace, and one search for everything is several times faster than many searches.
    if _REPLACED.search(text):
        text = _LINE_ENDS.sub("\n", text)
        if "\x1b" in text or "\x9b" in text:
            text = _TERMINAL.sub("", text)
        text = _PADDING.sub(" ", _OVERSTRUCK.sub("", text))
        text = _CONTROLS.sub("", text)
        text = _PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        text = text.translate(_INVISIBLE)
    text = unicodedata.normalize("NFC", text)
    if " \n" in text or "\t\n" in text:
        *lines, last = text.split("\n")
        text = "\n".join([*(line.rstrip(" \t") for line in lines), last])
    return _EMPTY_LINES.sub("\n\n\n", text) if "\n\n\n\n" in text else text


def join_broken(text: str) -> str:
    """Joins words that were broken at the end of a printed line, for formats that keep the lines of the paper.
    "Wider-|spruch" becomes one word. The hyphen is kept if the word continues in upper case, or if the same page
    contains the hyphenated word elsewhere ("well-|known" and "well-known").
    """
    if not any(hyphen in text for hyphen in _HYPHENS) or not _BREAK.search(text):
        return text
    seen = {word.lower() for word in _WORDS.findall(text)}

    def joined(match: re.Match[str]) -> str:
        before, after = _last_word(text, match.start()), match[1]
        whole, hyphenated = before + after, f"{before}-{after}"
        if not after[0].islower() or before[-1].isupper():
            return f"-{after}\n"
        if hyphenated.lower() in seen and whole.lower() not in seen:
            return f"-{after}\n"
        return f"{after}\n"

    return _BREAK.sub(joined, text)


def broken_word(page: str) -> str:
    """The word before the hyphen at which the text of a page ends, with the hyphen. A few short lines with a number may
    follow, such as the page number. Empty when there is none. `page` is as printed, not yet joined.
    """
    lines = [line.strip() for line in page[-(_MARGIN_LINES + 1) * _LONGEST_MARGIN_LINE :].split("\n") if line.strip()]
    margin: list[str] = []
    for line in reversed(lines[-1 - _MARGIN_LINES :]):
        if line.endswith(_HYPHENS) and line[-2:-1].isalpha() and not line[-2].isupper():
            is_last = not margin or (any(map(_DIGIT.search, margin)) and not _FIRST_WORD.match(margin[-1]))
            return _last_word(line, len(line) - 1) + line[-1] if is_last else ""
        if len(line) > _LONGEST_MARGIN_LINE:
            break
        margin.append(line)
    return ""


def with_rest_of_word(page: str, broken: str, after: str) -> str:
    """A page with the whole word that is broken at its end; `after` is the text of the next page, which keeps the rest,
    too. `broken` is the `broken_word` of the page as it was printed. Other pages are returned unchanged. If lines
    follow the hyphen, the part before it is kept, because it may belong to them.
    """
    at = page.rfind(broken) if broken else -1
    rest = _rest_of_word(after) if at >= 0 else ""
    if not rest:
        return page
    end = at + len(broken)
    whole = broken[:-1] + rest
    return page[:at] + whole if end == len(page) else f"{page[:end]} {whole}\n{page[end:].lstrip()}"


def _rest_of_word(page: str) -> str:
    """The word in lower case at which a line begins, of the first lines of a page."""
    lines = (line for line in page[: (_MARGIN_LINES + 1) * _LONGEST_MARGIN_LINE].split("\n") if line.strip())
    found = (_FIRST_WORD.match(line) for line in islice(lines, _MARGIN_LINES + 1))
    return next((match[0] for match in found if match), "")


def _last_word(text: str, end: int) -> str:
    """The letters before `end`, at most _LONGEST_WORD of them."""
    start = end
    while start > max(0, end - _LONGEST_WORD) and text[start - 1].isalpha():
        start -= 1
    return text[start:end]
