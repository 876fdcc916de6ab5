"""E-mail messages (RFC 5322) as mail programs save them."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.mail_header import is_mailbox, is_message

FORMAT = Format(
    name="eml",
    label="E-mail",
    badge="EML",
    icon="file",
    media_type="message/rfc822",
    extensions=(".eml", ".emlx", ".mht", ".mhtml"),
    recognitions=(Recognition(Precedence.CONTAINER, lambda file: is_message(file) and not is_mailbox(file)),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.eml_reader:read"),
    rendition="docloft_worker.renderers.mail_renderer:render",
    parts=Parts("docloft_worker.readers.eml_reader"),
    names_itself=True,
)
