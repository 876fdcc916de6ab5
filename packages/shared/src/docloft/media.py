"""The allow-list: what Docloft takes today, and what may be shown inside a page. One table for all services."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MediaType:
    """`reads_text`: the worker finds words in it. `inline`: a browser may show the original itself, because the
    type cannot carry script (practice 18); everything else is only ever downloaded.
    """

    name: str
    label: str
    extensions: tuple[str, ...]
    reads_text: bool = False
    inline: bool = False


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

ACCEPTED: tuple[MediaType, ...] = (
    MediaType("application/pdf", "PDF", (".pdf",), reads_text=True, inline=True),
    MediaType("text/plain", "Text", (".txt", ".text", ".log", ".csv"), reads_text=True, inline=True),
    MediaType("text/markdown", "Markdown", (".md", ".markdown"), reads_text=True),
    MediaType("text/html", "Web page", (".html", ".htm"), reads_text=True),
    MediaType(DOCX, "Word document", (".docx",), reads_text=True),
    MediaType("image/jpeg", "JPEG photo", (".jpg", ".jpeg"), inline=True),
    MediaType("image/png", "PNG image", (".png",), inline=True),
    MediaType("image/webp", "WebP image", (".webp",), inline=True),
    MediaType("image/gif", "GIF image", (".gif",), inline=True),
    MediaType("image/tiff", "TIFF scan", (".tif", ".tiff")),
    MediaType("image/heic", "HEIC photo", (".heic", ".heif")),
)

BY_NAME: dict[str, MediaType] = {media_type.name: media_type for media_type in ACCEPTED}


def labels() -> str:
    """The allow-list as words for a refusal: 'PDF, Text, Markdown ... and HEIC photo'."""
    names = [media_type.label for media_type in ACCEPTED]
    return ", ".join(names[:-1]) + " and " + names[-1]


def reads_text(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].reads_text


def is_inline_safe(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].inline
