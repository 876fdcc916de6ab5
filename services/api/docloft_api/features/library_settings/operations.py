"""Routes of a library's settings."""

from docloft.roles import Role
from docloft_api.features.library_settings import chosen_languages
from docloft_api.features.library_settings.schemas import EditLibrarySettingsSchema, LibrarySettingsSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response


def get_library_settings(request: Request) -> Response:
    return _response(chosen_languages.find(request.person))


def edit_library_settings(request: Request) -> Response:
    return _response(chosen_languages.change(request.person, request.body, request.if_match))


def _response(found: chosen_languages.LibrarySettings) -> Response:
    body = {
        "name": found.name,
        "ocr_languages": found.ocr_languages,
        "available_ocr_languages": found.available,
        "inbox": found.inbox,
        "version": found.version,
    }
    return Response(body, version=found.version)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/library",
        "Get the settings of the library",
        get_library_settings,
        {200: LibrarySettingsSchema},
        Sample(),
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "PATCH",
        "/v1/library",
        "Change settings: the languages that pages are recognised in, and whether new documents enter the inbox",
        edit_library_settings,
        {200: LibrarySettingsSchema},
        Sample(body={"ocr_languages": ["deu", "eng"]}),
        needs=Role.OWNER,
        body=EditLibrarySettingsSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
)
