"""Normalizes extracted text to what a person would type, so that search finds it."""

import re
import unicodedata

# C0 and C1 controls, DEL, noncharacters and lone surrogates; not tab, line feed and carriage return, which are text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# Form feed, vertical tab, NEL and Unicode's separators all end a line.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Unicode keeps these for old character sets and as glyphs of PDF fonts: Latin, Hebrew and Arabic presentation forms.
_PRESENTATION_FORMS = re.compile("[\ufb00-\ufbff\ufc00-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc]+")
_BLANKS_AT_END = re.compile("[ \t]+(?=\n)")
_EMPTY_LINES = re.compile("\n{4,}")
_INVISIBLE = str.maketrans({"\u00ad": None, "\ufeff": None, "\u2060": None})

_WORD = r"[^\W\d_]"
# A word broken at the end of a printed line: hyphen, line end, rest of the word.
_BROKEN = re.compile(f"({_WORD}+)[-\u2010\u00ad][ \t]*\n[ \t]*({_WORD}+)")
_WORDS = re.compile(r"\w+(?:-\w+)*")


def clean(text: str) -> str:
    """Removes control characters, replaces presentation forms (such as the ligature for "fi") and decomposed accents
    with what people type, and ends lines with line feeds. Idempotent.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("", text)
    if not text.isascii():
        text = _PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    text = _BLANKS_AT_END.sub("", text)
    return _EMPTY_LINES.sub("\n\n\n", text)


def join_broken(text: str) -> str:
    """Joins words that were broken at the end of a printed line, for formats that keep the lines of the paper.
    "Wider-|spruch" becomes one word. The hyphen is kept if the word continues in upper case, or if the same page
    contains the hyphenated word elsewhere ("well-|known" and "well-known").
    """
    if not _BROKEN.search(text):
        return text
    seen = {word.lower() for word in _WORDS.findall(text)}

    def joined(match: re.Match[str]) -> str:
        before, after = match.groups()
        whole, hyphenated = before + after, f"{before}-{after}"
        if not after[0].islower() or before[-1].isupper():
            return f"{hyphenated}\n"
        if hyphenated.lower() in seen and whole.lower() not in seen:
            return f"{hyphenated}\n"
        return f"{whole}\n"

    return _BROKEN.sub(joined, text)
