"""Characters that some kinds of text file write in another form: JSON (RFC 8259, 7), XML (4.1), and calendars and
address cards (RFC 5545, 3.1; vCard 2.1). Words with them are found as people write them.
"""

import binascii
import re

from docloft.parsing.text_files import decode

_JSON_BEGINS = re.compile(r"\{\s{0,99}[\"}]|\[\s{0,99}(?:[\[{\"\d\]-]|(?:true|false|null)\s{0,99}[,\]])")
_JSON = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|([bfnrt\"/\\]))")
_LETTERS = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}
_XML = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CARDS = ("BEGIN:VCALENDAR", "BEGIN:VCARD")
_FOLDS = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_QUOTED = "ENCODING=QUOTED-PRINTABLE"


def resolved(text: str) -> str:
    """The text with these characters as they are meant, if it begins like one of those files."""
    head = text[:1000].lstrip("\ufeff \t\r\n")
    if _JSON_BEGINS.match(head):
        return _JSON.sub(_of_json, text)
    if head.startswith("<"):
        return _XML.sub(_of_xml, text)
    return _of_card(text) if head[:20].upper().startswith(_CARDS) else text


def _of_json(match: re.Match[str]) -> str:
    unit, second, letter = match.groups()
    if letter:
        return _LETTERS.get(letter, letter)
    return bytes.fromhex(unit + (second or "")).decode("utf-16-be", "replace")


def _of_xml(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    is_character = number <= 0x10FFFF and not 0xD800 <= number < 0xE000
    return chr(number) if is_character else match[0]


def _of_card(text: str) -> str:
    """Long lines are folded in the middle of a word, or end with "=" where they are quoted-printable."""
    lines: list[str] = []
    pieces: list[str] = []
    is_quoted = False
    for line in _FOLDS.sub("", text).splitlines():
        is_quoted = is_quoted if pieces else _is_quoted(line)
        pieces.append(line)
        if not (is_quoted and line.endswith("=")):
            lines.append(_line("\n".join(pieces), is_quoted=is_quoted))
            pieces = []
    return "\n".join([*lines, *pieces])


def _line(line: str, *, is_quoted: bool) -> str:
    name, _, value = line.partition(":")
    shown = f"{name}:{decode(binascii.a2b_qp(value.encode('utf-8', 'replace')))}" if is_quoted else line
    return _ESCAPED.sub(_of_escape, shown)


def _of_escape(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def _is_quoted(line: str) -> bool:
    return _QUOTED in line.partition(":")[0].upper()
