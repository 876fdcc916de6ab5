"""Tar archives (POSIX.1-2017, pax)."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer

FORMAT = Format(
    name="tar",
    label="Tar archive",
    badge="TAR",
    icon="file",
    media_type="application/x-tar",
    extensions=(".tar",),
    recognitions=(Recognition(Precedence.ARCHIVE, lambda file: file.is_tar),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.tar_reader:read"),
    parts=Parts("docloft_worker.readers.tar_reader"),
)
