"""PowerPoint presentations from before 2007 ([MS-PPT])."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _is_document(file: UnknownFile) -> bool:
    return "PowerPoint Document" in file.ole_entries


FORMAT = Format(
    name="ppt",
    label="PowerPoint 97 presentation",
    badge="PPT",
    icon="slides",
    media_type="application/vnd.ms-powerpoint",
    extensions=(".ppt", ".pps", ".pot"),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.ppt_reader:read"),
    decryption="docloft_worker.readers.office_decryption:decrypt",
)
