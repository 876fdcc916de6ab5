"""The rendition of a web page that was saved as one file."""

from docloft_worker.readers.html_reader import decoded
from docloft_worker.readers.text_reader import read_bytes
from docloft_worker.renderers import Missing, Rendition, rendition_body
from docloft_worker.renderers.sanitising import Sanitiser


def render(path: str) -> Rendition:
    body, is_cut = read_bytes(path)
    sanitiser = Sanitiser()
    if is_cut:
        sanitiser.missing.add(Missing.END)
    return rendition_body.build(sanitiser.clean(decoded(body)), sanitiser)
