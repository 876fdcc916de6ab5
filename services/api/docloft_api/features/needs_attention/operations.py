"""Routes of what needs attention."""

from docloft_api.features.needs_attention import unseen
from docloft_api.features.needs_attention.schemas import AttentionListSchema, AttentionQuerySchema, UnseenSchema
from docloft_api.http.cursors import ByText
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document


def list_attention(request: Request) -> Response:
    page = unseen.listing(request.person, **request.query)
    return Response({"documents": document.all_to_wire(page.documents)}, next=page.next)


def count_attention(request: Request) -> Response:
    return Response({"count": unseen.count_unseen(request.person)})


def see_attention(request: Request) -> Response:
    unseen.mark_seen(request.person)
    return Response({"count": 0})


OPERATIONS = (
    Operation(
        "GET",
        "/v1/attention",
        "List documents that need attention, newest first: refused, failed, locked or incomplete ones",
        list_attention,
        {200: AttentionListSchema},
        Sample(query={"limit": "50"}),
        query=AttentionQuerySchema,
        paging=ByText(),
    ),
    Operation(
        "GET",
        "/v1/attention/unseen",
        "Count documents that need attention since the caller last looked",
        count_attention,
        {200: UnseenSchema},
        Sample(),
    ),
    Operation(
        "POST",
        "/v1/attention/seen",
        "Record that the caller has looked at everything that needs attention; idempotent",
        see_attention,
        {200: UnseenSchema},
        Sample(),
    ),
)
