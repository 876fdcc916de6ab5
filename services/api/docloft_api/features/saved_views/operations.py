"""Routes of saved views."""

from typing import Any

from docloft.roles import Role
from docloft.tables.records import SavedView
from docloft_api.features.saved_views import saving
from docloft_api.features.saved_views.schemas import SaveViewSchema, SeenSchema, ViewSchema, ViewsSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response

_SAMPLE_PATH = {"view_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def list_views(request: Request) -> Response:
    return Response({"views": [_to_wire(view) for view in saving.listing(request.person)]})


def save_view(request: Request) -> Response:
    body = request.body
    fields = {
        "name": body["name"],
        "search": body["query"],
        "is_exact": body["exact"],
        "sort_by": body["order"],
        "layout": body["layout"],
    }
    view, is_new = saving.save(request.person, request.path["view_id"], fields, request.if_match)
    return Response(_to_wire(view), 201 if is_new else 200, version=int(view.version))


def delete_view(request: Request) -> Response:
    return Response(_to_wire(saving.delete(request.person, request.path["view_id"], request.if_match)))


def see_view(request: Request) -> Response:
    return Response({"seen_at": saving.mark_seen(request.person, request.path["view_id"])})


def _to_wire(view: SavedView) -> dict[str, Any]:
    return {
        "id": view.view_id,
        "name": view.name,
        "query": view.search,
        "exact": view.is_exact,
        "order": view.sort_by,
        "layout": view.layout,
        "created_at": view.created_at,
        "version": int(view.version),
    }


OPERATIONS = (
    Operation(
        "GET",
        "/v1/views",
        "List the saved searches of the library, sorted by name",
        list_views,
        {200: ViewsSchema},
        Sample(),
    ),
    Operation(
        "PUT",
        "/v1/views/{view_id}",
        "Save a search under a name; the id is a ULID that the client makes. 201 if it was new",
        save_view,
        {201: ViewSchema, 200: ViewSchema},
        Sample(
            path=_SAMPLE_PATH,
            body={"name": "Open bills", "query": "kind:invoice due:>today", "order": "date", "layout": "list"},
            status=200,
            status_if_empty=201,
        ),
        needs=Role.EDITOR,
        body=SaveViewSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={201: ("ETag",), 200: ("ETag",)},
    ),
    Operation(
        "DELETE",
        "/v1/views/{view_id}",
        "Delete a saved search",
        delete_view,
        {200: ViewSchema},
        # The one that the sample of save_view, whose event comes before, has made.
        Sample(path=_SAMPLE_PATH, status_if_empty=200),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
    ),
    Operation(
        "POST",
        "/v1/views/{view_id}/seen",
        "Record that the caller has looked at the hits of a saved search; idempotent",
        see_view,
        {200: SeenSchema},
        Sample(path=_SAMPLE_PATH),
    ),
)
