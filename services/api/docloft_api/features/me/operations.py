"""Who is asking."""

from docloft import formats
from docloft.settings import settings
from docloft_api import wire
from docloft_api.http import operations
from docloft_api.identity import people
from docloft_api.http.operations import Operation
from docloft_api.http.routing import Act, Answer, Request


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


ROUTES: tuple[tuple[Operation, Act], ...] = ((operations.ME, me),)
