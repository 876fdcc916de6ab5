"""The rendition of an e-mail message: its header, then its body, formatted if the message has such a version."""

from urllib.parse import unquote, urljoin

from docloft_worker.readers import eml_reader, mime
from docloft_worker.readers.mime import Entity, Structure
from docloft_worker.readers.text_reader import MAX_BYTES
from docloft_worker.renderers import Missing, Rendition, rendition_body
from docloft_worker.renderers.sanitising import Sanitiser

_MOST_PICTURE_BYTES = 16 * 1024 * 1024
_SHOWN = ("From", "To", "Cc", "Date")


def render(path: str) -> Rendition:
    with eml_reader.opened(path) as message:
        pictures, base = _pictures(message), _base(message)

        def found(address: str) -> bytes | None:
            one = pictures.get(identity(address)) or pictures.get(urljoin(base, address))
            return one.content().read_all(_MOST_PICTURE_BYTES) if one else None

        sanitiser = Sanitiser(found)
        if message.is_cut:
            sanitiser.missing.add(Missing.END)
        files = [eml_reader.name_of(one, number) for number, one in eml_reader.attachments(message)]
        sent = mime.field(message.fields, "Date")
        rows = [(name, mime.field(message.fields, name)) for name in _SHOWN] + [("Attachments", ", ".join(files))]
        head = rendition_body.head(mime.field(message.fields, "Subject"), rows)
        texts = [_body(versions, sanitiser) for versions in eml_reader.bodies(message)]
        return rendition_body.build(f"{head}\n{rendition_body.message(texts)}", sanitiser, sent=sent)


def _body(versions: list[Entity], sanitiser: Sanitiser) -> str:
    """The formatted version, which may have several parts, or else the plain one."""
    styled = [sanitiser.clean(one.text(MAX_BYTES)) for one in versions if one.media_type == "text/html"]
    if any(rendition_body.shows_anything(markup) for markup in styled):
        return "\n".join(styled)
    return "\n".join(
        rendition_body.plain(sanitiser.cut(one.text(MAX_BYTES))) for one in versions if one.media_type != "text/html"
    )


def _pictures(message: Structure) -> dict[str, Entity]:
    """The pictures that the text may show, by the addresses it uses for them (RFC 2392, RFC 2557)."""
    found: dict[str, Entity] = {}
    for one in message.leaves:
        if not one.media_type.startswith("image/"):
            continue
        if content_id := mime.words(one.fields.get("content-id", "")):
            found.setdefault(identity(f"cid:{content_id}"), one)
        if location := mime.words(one.fields.get("content-location", "")):
            found.setdefault(identity(location), one)
    return found


def _base(message: Structure) -> str:
    """The address of a page that was saved as a message (MHTML), to which its other addresses are relative."""
    pages = (one.fields.get("content-location", "") for one in message.leaves if one.media_type == "text/html")
    return next((mime.words(one) for one in pages if one), "")


def identity(address: str) -> str:
    """The address in a normal form: equal for all addresses of the same part of a message."""
    kind, colon, name = address.partition(":")
    return f"cid:{unquote(name).strip(' <>')}" if colon and kind.lower() == "cid" else address.strip()
