"""Normalizes extracted text to what a person would type, so that search finds it.

Every pattern takes time in proportion to the text, whatever the text is (tests/contract/test_patterns.py): it begins
with something that the run before it does not contain, or its repetitions are bounded.
"""

import re
import unicodedata

# C0 and C1 controls, DEL, noncharacters and lone surrogates; not tab, line feed and carriage return, which are text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# Form feed, vertical tab, NEL and Unicode's separators all end a line.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Unicode keeps these for old character sets and as glyphs of PDF fonts: Latin, Hebrew and Arabic presentation forms.
_PRESENTATION_FORMS = re.compile("[\ufb00-\ufbff\ufc00-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc]+")
# Sequences by which programs colour their output on a terminal and set its title (ECMA-48, 5.4; xterm).
_TERMINAL = re.compile("\x1b(?:\\[[0-?]{0,64}[ -/]{0,4}[@-~]|\\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\\\)|[@-Z\\\\^_])")
# Typewriters and manual pages print a letter again over itself for bold, and over a line to underline it.
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
_WORDS = re.compile(r"\w+(?:-\w+)*")
_LONGEST_WORD = 100


def clean(text: str) -> str:
    """Removes control characters and the commands of terminals, replaces presentation forms (such as the ligature for
    "fi") and decomposed accents with what people type, and ends lines with line feeds. Idempotent.
    """
    text = text.replace("\r\n", "\n")
    # Most texts have none of what is replaced, and looking for all of it at once is several times as fast.
    if _REPLACED.search(text):
        text = _LINE_ENDS.sub("\n", text)
        if "\x1b" in text:
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


def with_rest_of_word(page: str, after: str) -> str:
    """A page with the rest of a word that is broken at its end; `after` is the text of the next page, which keeps it,
    too. Other pages are returned as they are.
    """
    before, hyphen = page[:-1], page[-1:]
    rest = _FIRST_WORD.match(after)
    if rest is None or hyphen not in _HYPHENS or not before[-1:].isalpha() or before[-1:].isupper():
        return page
    return before + rest[0]


def _last_word(text: str, end: int) -> str:
    """The letters before `end`, at most _LONGEST_WORD of them."""
    start = end
    while start > max(0, end - _LONGEST_WORD) and text[start - 1].isalpha():
        start -= 1
    return text[start:end]
