"""Files and tar archives compressed with gzip (RFC 1952)."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer, starts_with

FORMAT = Format(
    name="gz",
    label="Gzip archive",
    badge="GZ",
    icon="file",
    media_type="application/gzip",
    aliases=("application/x-gzip",),
    extensions=(".gz", ".tgz"),
    recognitions=(Recognition(Precedence.SIGNATURE, starts_with(b"\x1f\x8b\x08")),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.tar_reader:read"),
    parts=Parts("docloft_worker.readers.tar_reader"),
)
