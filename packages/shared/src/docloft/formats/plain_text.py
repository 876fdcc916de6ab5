"""Text without markup, in any encoding; includes comma-separated values."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer

FORMAT = Format(
    name="plain_text",
    label="Text",
    badge="TXT",
    icon="file",
    media_type="text/plain",
    aliases=("text/csv",),
    extensions=(".txt", ".text", ".log", ".csv"),
    recognitions=(Recognition(Precedence.TEXT, lambda file: file.text is not None),),
    viewer=Viewer.TEXT,
    inline_safe=True,
    reader=Reader("docloft_worker.readers.text_reader:read"),
)
