"""Which text of a page is kept when it has a text layer and was recognised too, and which page was not readable."""

from docloft_worker.legibility import is_legible, letters

READABLE = 50
"""A lower confidence of a page means that it is in a script or a language without a model, or no text at all."""

_AS_MUCH = 0.8


def better(text_layer: str, recognised: str, confidence: int) -> str:
    """The recognised text if the text layer is illegible or says much less. What only a legible text layer says (a
    comment, a stamp) is added to it.
    """
    legible = is_legible(text_layer)
    if not recognised:
        return text_layer if legible else ""
    if not legible or not letters(text_layer):
        return recognised
    if confidence < READABLE or letters(text_layer) >= _AS_MUCH * letters(recognised):
        return text_layer
    return "\n\n".join(filter(None, (recognised, _more(text_layer, recognised))))


def is_unreadable(lines: int, confidence: int) -> bool:
    """For a page on which the analysis of the layout found `lines`. An empty page and most photos have none. The
    confidence of a page without words is 0.
    """
    return lines > 0 and confidence < READABLE


def _more(text_layer: str, recognised: str) -> str:
    """The lines of the text layer with a word that was not recognised."""
    known = set(recognised.lower().split())
    return "\n".join(line for line in text_layer.splitlines() if not known.issuperset(line.lower().split()))
