"""The rendition of an Outlook message: its header, then its body, formatted if the message has such a version.
Formatting that only the RTF version has is lost.
"""

from docloft_worker.readers import msg_reader
from docloft_worker.readers.html_reader import decoded
from docloft_worker.readers.msg_reader import ATTACHED, BINARY, CONTENT_ID, Storage
from docloft_worker.renderers import Rendition, rendition_body
from docloft_worker.renderers.mail_renderer import identity
from docloft_worker.renderers.sanitising import Sanitiser


def render(path: str) -> Rendition:
    with msg_reader.open_message(path) as message:
        pictures = _pictures(message)

        def found(address: str) -> bytes | None:
            one = pictures.get(identity(address))
            return one.stream(ATTACHED, BINARY) if one else None

        sanitiser = Sanitiser(found)
        header = msg_reader.header_of(message, msg_reader.names_of(message))
        if moment := msg_reader.sent_at(message):
            header["Date"] = moment.isoformat()
        head = rendition_body.head(header.pop("Subject"), header.items())
        styled = sanitiser.clean(decoded(msg_reader.styled_body(message)))
        if not rendition_body.shows_anything(styled):
            styled = rendition_body.plain(sanitiser.cut(msg_reader.plain_body(message)))
        body = f"{head}\n{rendition_body.message([styled])}"
        return rendition_body.build(body, sanitiser, sent=moment.isoformat() if moment else "")


def _pictures(message: Storage) -> dict[str, Storage]:
    """The attachments that the text may show, by their addresses."""
    page = message.code_page()
    named = [(one.text(CONTENT_ID, page), one) for one in message.attachments()]
    return {identity(f"cid:{name}"): one for name, one in named if name}
