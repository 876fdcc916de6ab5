"""Who is calling, in which library, within which limits."""

from docloft import formats
from docloft.settings import settings
from docloft_api.features.me import wire
from docloft_api.features.me.schemas import MeSchema
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Answer, Request
from docloft_api.identity import people


def me(request: Request) -> Answer:
    person = request.person
    libraries = people.libraries_of(person)
    current = next(library for library in libraries if library.library_id == person.library_id)
    return Answer(
        {
            "user": {"id": person.user_id, "email": person.email},
            "library": wire.library_to_wire(current),
            "libraries": [wire.library_to_wire(library) for library in libraries],
            "limits": {
                "max_upload_bytes": settings().max_upload_bytes,
                "accepted": [wire.format_to_wire(one) for one in formats.FORMATS],
            },
        }
    )


OPERATIONS = (
    Operation("GET", "/v1/me", "Who is asking, in which library, within which limits", me, {200: MeSchema}, Sample()),
)
