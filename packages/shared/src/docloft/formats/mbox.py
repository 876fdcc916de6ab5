"""Mailboxes (RFC 4155): several e-mail messages in one file."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.mail_header import is_mailbox

FORMAT = Format(
    name="mbox",
    label="Mailbox",
    badge="MBOX",
    icon="file",
    media_type="application/mbox",
    extensions=(".mbox", ".mbx"),
    recognitions=(Recognition(Precedence.CONTAINER, is_mailbox),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.mbox_reader:read"),
    parts=Parts("docloft_worker.readers.mbox_reader"),
)
