"""Libraries and formats as the response contains them."""

from typing import Any

from docloft.formats.format import Format
from docloft_api.identity.people import Library


def library_to_wire(library: Library) -> dict[str, Any]:
    return {"id": library.library_id, "name": library.name, "role": library.role.value, "inbox": library.inbox}


def format_to_wire(one: Format) -> dict[str, Any]:
    """The format as AcceptedSchema describes it."""
    return {
        "media_type": one.media_type,
        "label": one.label,
        "name_key": one.name_key,
        "badge": one.badge,
        "icon": one.icon,
        "extensions": list(one.extensions),
        "viewer": one.viewer.value,
        "has_rendition": one.rendition is not None,
        "assembles": one.assembles,
    }
