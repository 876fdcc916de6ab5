"""The rendition of an EPUB book: its chapters one after the other, with their pictures. Style sheets in separate files
are ignored.
"""

import posixpath
from urllib.parse import unquote

from docloft_worker.readers import epub_reader, packages
from docloft_worker.readers.html_reader import decoded
from docloft_worker.renderers import Missing, Rendition, rendition_body
from docloft_worker.renderers.sanitising import Sanitiser

_MOST_PICTURE_BYTES = 16 * 1024 * 1024
_MOST_CHAPTER_BYTES = 4 * 1024 * 1024


def render(path: str) -> Rendition:
    with packages.opened(path) as package:
        folder = ""

        def found(address: str) -> bytes | None:
            name = posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))
            return package.content(name, _MOST_PICTURE_BYTES) or None

        sanitiser = Sanitiser(found)
        sections: list[str] = []
        for part in epub_reader.chapters_of(package):
            if sanitiser.is_full:
                sanitiser.missing.add(Missing.END)
                break
            folder = posixpath.dirname(part)
            cleaned = sanitiser.clean(decoded(package.content(part, _MOST_CHAPTER_BYTES)))
            if rendition_body.shows_anything(cleaned):
                sections.append(f"<section>{cleaned}</section>")
        if package.gaps:
            sanitiser.missing.add(Missing.TEXT)
        return rendition_body.build("\n".join(sections), sanitiser, "letter")
