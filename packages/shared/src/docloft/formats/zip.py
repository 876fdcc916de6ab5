"""ZIP archives that are not the document of a program."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer

FORMAT = Format(
    name="zip",
    label="ZIP archive",
    badge="ZIP",
    icon="file",
    media_type="application/zip",
    aliases=("application/x-zip-compressed",),
    extensions=(".zip",),
    recognitions=(Recognition(Precedence.ARCHIVE, lambda file: file.is_zip),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.zip_reader:read"),
    parts=Parts("docloft_worker.readers.zip_reader"),
    reads_locked=True,
)
