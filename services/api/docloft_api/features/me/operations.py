"""The route of the caller: who they are, their libraries and limits."""

from docloft import formats
from docloft.settings import settings
from docloft_api.features.me import wire
from docloft_api.features.me.schemas import MeSchema
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.identity import people


def me(request: Request) -> Response:
    person = request.person
    libraries = people.libraries_of(person)
    current = next(library for library in libraries if library.library_id == person.library_id)
    return Response(
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
    Operation("GET", "/v1/me", "Get the caller, their libraries and the limits", me, {200: MeSchema}, Sample()),
)
