"""Outlook messages ([MS-OXMSG])."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

_OWN = frozenset({"__properties_version1.0", "__nameid_version1.0"})
_OTHER = frozenset({"ObjectPool", "PowerPoint Document"})
"""Documents that a message may be embedded in."""


def _is_message(file: UnknownFile) -> bool:
    return file.ole_entries >= _OWN and _OTHER.isdisjoint(file.ole_entries)


FORMAT = Format(
    name="msg",
    label="Outlook message",
    badge="MSG",
    icon="file",
    media_type="application/vnd.ms-outlook",
    extensions=(".msg",),
    # Before office documents, which may be attached as storages.
    recognitions=(Recognition(Precedence.SIGNATURE, _is_message),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.msg_reader:read"),
    rendition="docloft_worker.renderers.outlook_renderer:render",
    names_itself=True,
    parts=Parts("docloft_worker.readers.msg_reader"),
)
