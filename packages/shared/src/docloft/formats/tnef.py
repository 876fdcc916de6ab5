"""What Outlook sends around the attachments of a mail, usually called winmail.dat ([MS-OXTNEF])."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer, starts_with

FORMAT = Format(
    name="tnef",
    label="Outlook attachments",
    badge="TNEF",
    icon="file",
    media_type="application/vnd.ms-tnef",
    aliases=("application/ms-tnef",),
    extensions=(".dat", ".tnef"),
    # [MS-OXTNEF] 2.1.3.2. No other format is known to begin with it.
    recognitions=(Recognition(Precedence.SIGNATURE, starts_with(b"\x78\x9f\x3e\x22")),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.tnef_reader:read"),
    names_itself=True,
    parts=Parts("docloft_worker.readers.tnef_reader"),
)
