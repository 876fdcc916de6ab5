"""Mail that nests, multiplies or never ends its headers. Outlook's messages are in ole.py."""

from tests.hostile.case import WORD, Case

_HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: " + WORD.encode() + b"\r\nMIME-Version: 1.0\r\n"


def nested(levels: int) -> bytes:
    body = bytearray(_HEAD)
    for level in range(levels):
        body += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    body += b"Content-Type: text/plain\r\n\r\ninnermost\r\n"
    return bytes(body) + b"".join(b"--b%d--\r\n" % level for level in reversed(range(levels)))


def messages_in_messages(levels: int) -> bytes:
    return (_HEAD + b"Content-Type: message/rfc822\r\n\r\n") * levels + _HEAD + b"\r\ninnermost\r\n"


def parts(number: int) -> bytes:
    part = b"--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
    return _HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part * number + b"--x--\r\n"


def headers(number: int) -> bytes:
    return _HEAD + b"X-Header: value\r\n" * number + b"\r\n" + WORD.encode() + b"\r\n"


def folded(length: int) -> bytes:
    """One header of that many lines."""
    return _HEAD + b"References: " + b"<a@example.org>\r\n " * length + b"\r\n\r\n" + WORD.encode() + b"\r\n"


def encoded_words(number: int) -> bytes:
    """A subject of encoded words (RFC 2047), some with an unknown charset, some never ended."""
    word = b"=?utf-8?Q?=C3=A4?= =?x-none?B?////?= =?utf-8?Q?"
    return b"From: a@example.org\r\nDate: x\r\nSubject: " + word * number + b"\r\n\r\n" + WORD.encode() + b"\r\n"


def endless_address(length: int) -> bytes:
    opened = b"(" * length + b'"' * length + b"<" * length
    return b"From: " + opened + b"\r\nTo: b@example.org\r\nSubject: a\r\n\r\n" + WORD.encode() + b"\r\n"


def winding_boundary(length: int) -> bytes:
    """Lines that almost are the boundary."""
    line = b"--" + b"x" * 60 + b"y\r\n"
    head = b'Content-Type: multipart/mixed; boundary="' + b"x" * 60 + b'"\r\n\r\n'
    return _HEAD + head + line * length + b"--" + b"x" * 60 + b"\r\n\r\n" + WORD.encode() + b"\r\n"


def mailbox(separators: int, header: bytes = b"") -> bytes:
    """Lines that could each begin a message, after one that does. They do if a header follows them."""
    return b"From a@example.org Thu Jan  1 00:00:00 1970\n" + _HEAD + (b"\nFrom a\n" + header) * separators


CUT = ("text_cut", "parts_left_out")
CASES = (
    Case("nested.eml", lambda: nested(3_000), partial=CUT, finds=True),
    Case("messages-in-messages.eml", lambda: messages_in_messages(200), finds=True, parts=3),
    Case("parts.eml", lambda: parts(20_000), partial=CUT, finds=True),
    Case("headers.eml", lambda: headers(50_000), finds=True),
    Case("folded.eml", lambda: folded(50_000), finds=True),
    Case("encoded-words.eml", lambda: encoded_words(20_000), finds=True),
    Case("endless-address.eml", lambda: endless_address(100_000), finds=True),
    Case("from-lines.mbox", lambda: mailbox(1_000_000), finds=True, parts=1),
    Case("messages.mbox", lambda: mailbox(1_000_000, b"X:\n"), partial=CUT, finds=True, parts=2),
    Case("winding-boundary.eml", lambda: winding_boundary(20_000), finds=True),
)
