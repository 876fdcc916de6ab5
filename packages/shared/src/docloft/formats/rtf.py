"""Rich Text Format (Microsoft's specification 1.9.1)."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer, starts_with

FORMAT = Format(
    name="rtf",
    label="RTF document",
    badge="RTF",
    icon="file",
    media_type="application/rtf",
    aliases=("text/rtf", "text/richtext"),
    extensions=(".rtf",),
    recognitions=(Recognition(Precedence.SIGNATURE, starts_with(b"{\\rtf")),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.rtf_reader:read"),
    parts=Parts("docloft_worker.readers.rtf_objects"),
)
