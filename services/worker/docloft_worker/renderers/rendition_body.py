"""What all renderers return, and the markup of plain text."""

from collections.abc import Iterable
from html import escape, unescape

import nh3

from docloft import reasons
from docloft.errors import Refused
from docloft_worker import sent_dates
from docloft_worker.renderers import Rendition
from docloft_worker.renderers.sanitising import Sanitiser

_GERMAN = {"From": "Von", "To": "An", "Date": "Datum", "Attachments": "Anhänge"}


def build(body: str, sanitiser: Sanitiser, look: str = "", *, sent: str = "") -> Rendition:
    """Returns the rendition with this sanitised body. `sent`: when, as a mail says. Raises Refused for a body that
    shows nothing.
    """
    if not shows_anything(body):
        raise Refused(reasons.NOTHING_TO_SHOW)
    moment = sent_dates.moment_of(sent)
    sent_at = moment.isoformat() if moment and moment.tzinfo else ""
    return {"body": body, "look": look, "missing": sorted(sanitiser.missing), "sent_at": sent_at}


def shows_anything(body: str) -> bool:
    """Whether sanitised markup has a text or a picture."""
    return "<img" in body or bool(text_of(body).strip())


def text_of(body: str) -> str:
    """The text of sanitised markup, with a space between elements, because most of them are blocks."""
    return unescape(nh3.clean(body.replace("<", " <"), tags=set()))


def plain(text: str) -> str:
    """The markup of plain text."""
    return f'<div class="plain">{escape(text)}</div>' if text.strip() else ""


def message(parts: Iterable[str]) -> str:
    """The markup of what is shown below the head. Its sender has written it, so the style of the page keeps it inside
    its box: it could otherwise cover the head, which names the sender.
    """
    text = "\n".join(parts)
    return f'<div class="message">{text}</div>'


def head(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """The markup of what is shown above a message. The page is kept for everyone, so it has the names of the rows in
    each language of the site, and its address says which one to show (docloft_worker.rendition_page).
    """
    cells = "".join(
        f"<tr><th>{_in_each_language(name)}</th><td>{_value(name, value)}</td></tr>"
        for name, value in rows
        if value.strip()
    )
    heading = f"<h1>{escape(title)}</h1>" if title.strip() else ""
    return f'<div class="head">{heading}<table>{cells}</table></div>'


def _value(name: str, value: str) -> str:
    return sent_dates.markup(value) if name == "Date" else escape(value)


def _in_each_language(name: str) -> str:
    german = _GERMAN.get(name)
    return f'<span lang="en">{name}</span><span lang="de">{german}</span>' if german else name
