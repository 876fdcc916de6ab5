"""Routes of senders, kinds, tags and fields."""

from typing import Any

from docloft.roles import Role
from docloft_api.features.library_names import naming
from docloft_api.features.library_names.schemas import (
    CreateNameSchema,
    EditNameSchema,
    MergeNameSchema,
    NameSchema,
    NamesSchema,
)
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response

_SAMPLE_PATH = {"name_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def list_names(request: Request) -> Response:
    return Response({"names": [_to_wire(one) for one in naming.listing(request.person)]})


def create_name(request: Request) -> Response:
    created = naming.create(request.person, **request.body)
    return _response(created.name, 201 if created.is_new else 200)


def edit_name(request: Request) -> Response:
    return _response(naming.edit(request.person, request.path["name_id"], request.body, request.if_match))


def merge_name(request: Request) -> Response:
    return _response(
        naming.merge(request.person, request.path["name_id"], request.body["into"], request.if_match),
    )


def delete_name(request: Request) -> Response:
    return Response(_to_wire(naming.delete(request.person, request.path["name_id"], request.if_match)))


def _response(named: naming.Named, status: int = 200) -> Response:
    return Response(_to_wire(named), status, version=int(named.name.version))


def _to_wire(named: naming.Named) -> dict[str, Any]:
    name = named.name
    return {
        "id": name.name_id,
        "what": name.what,
        "name": name.name,
        "colour": name.colour,
        "parent_id": name.parent_id,
        "type": name.value_type,
        "options": name.options or [],
        "keep_years": None if name.keep_years is None else int(name.keep_years),
        "aliases": named.aliases,
        "created_at": name.created_at,
        "version": int(name.version),
    }


OPERATIONS = (
    Operation(
        "GET",
        "/v1/names",
        "List the senders, kinds, tags and fields of the library, sorted by name",
        list_names,
        {200: NamesSchema},
        Sample(),
    ),
    Operation(
        "POST",
        "/v1/names",
        "Create a sender, kind, tag or field; 200 with the existing one if the library has its name already",
        create_name,
        {201: NameSchema, 200: NameSchema},
        Sample(body={"what": "tag", "name": "Tax 2026", "colour": "#2f6fde"}),
        needs=Role.EDITOR,
        body=CreateNameSchema,
        problems=(problems.CONFLICT,),
        response_headers={201: ("ETag",), 200: ("ETag",)},
    ),
    Operation(
        "PATCH",
        "/v1/names/{name_id}",
        "Rename a sender, kind, tag or field; set a tag's colour or parent, a kind's retention, a choice's options",
        edit_name,
        {200: NameSchema},
        Sample(path=_SAMPLE_PATH, body={"name": "Taxes"}, headers={"If-Match": '"1"'}),
        needs=Role.EDITOR,
        body=EditNameSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "POST",
        "/v1/names/{name_id}/merge",
        "Replace a sender, kind or tag with another one, which is returned; no document is changed",
        merge_name,
        {200: NameSchema},
        Sample(path=_SAMPLE_PATH, body={"into": "01JDA0ZQ5T8M3N7K2V4W6X8Y9A"}),
        needs=Role.EDITOR,
        body=MergeNameSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "DELETE",
        "/v1/names/{name_id}",
        "Delete a sender, kind, tag or field; documents no longer show it, nor the values of a field",
        delete_name,
        {200: NameSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
    ),
)
