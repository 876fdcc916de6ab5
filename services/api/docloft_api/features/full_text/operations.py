"""Routes of search."""

from dataclasses import asdict

from docloft.directory import Lookup
from docloft.search import api as search_api
from docloft_api.features.full_text import (
    completions,
    document_pages,
    facet_values,
    library_search,
    listed_documents,
    similar_documents,
    view_counts,
)
from docloft_api.features.full_text.list_schemas import (
    CompletionsQuerySchema,
    CompletionsSchema,
    CountsQuerySchema,
    CountsSchema,
    GroupsQuerySchema,
    GroupsSchema,
    MatchesQuerySchema,
    MatchesSchema,
    MonthsQuerySchema,
    MonthsSchema,
    RowsQuerySchema,
    RowsSchema,
    SimilarQuerySchema,
    SimilarSchema,
    TotalsQuerySchema,
    TotalsSchema,
)
from docloft_api.features.full_text.schemas import ExplanationSchema, Incomplete, SearchQuerySchema, SearchResultsSchema
from docloft_api.http import validation
from docloft_api.http.cursors import ByCount, ByPosition
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document

# A search reads from S3.
_SEARCH = Throttle(rate=100, burst=200)


def search(request: Request) -> Response:
    query = request.query
    names = Lookup(request.person.library_id)
    found = library_search.search(
        request.person.library_id,
        query["q"],
        query["limit"],
        query["after"],
        names=names,
        order=query["order"],
        facets=facet_values.expanded(query["facets"], names),
        zone=query["zone"],
        exact=query["exact"],
        explains=query["explain"],
    )
    shown = document.dump_shared([hit.document for hit in found.hits])
    explanations = validation.instance(ExplanationSchema)
    return Response(
        {
            # As HitSchema would dump them, in a tenth of the time.
            "hits": [
                {
                    "document": wire,
                    "title_marks": hit.title_marks,
                    "page": hit.shown.page,
                    "snippets": [hit.shown.snippet._asdict()] if hit.shown.snippet else [],
                    "more_pages": {"pages": hit.shown.more_pages, "exact": hit.shown.is_exact},
                    "explanation": explanations.dump(hit.explanation) if hit.explanation else None,
                }
                for hit, wire in zip(found.hits, shown, strict=True)
            ],
            "total": found.total,
            "corrected": found.corrected,
            "ignored": [notice.sentence for notice in found.notices],
            "notices": found.notices,
            "facets": [facet_values.of(facet, names) for facet in found.facets],
            "around": found.around,
            "incomplete": Incomplete.REBUILDING if found.is_damaged else None,
        },
        next=found.next,
    )


def list_matches(request: Request) -> Response:
    query = request.query
    source = document.find(request.person, request.path["document_id"])
    found = document_pages.find(source, query["q"], query["limit"], query["after"], exact=query["exact"])
    matches = [
        {"page": one.snippet.page, "text": one.snippet.text, "marks": one.snippet.marks, "same_on": one.same_on}
        for one in found.matches
    ]
    return Response({"matches": matches}, next=found.next)


def list_similar(request: Request) -> Response:
    found = similar_documents.find(document.find(request.person, request.path["document_id"]), request.query["limit"])
    return Response({"documents": document.all_to_wire(found)})


def complete_search(request: Request) -> Response:
    found = completions.find(request.person.library_id, request.query["q"])
    return Response({"completions": [one._asdict() for one in found]})


def count_views(request: Request) -> Response:
    found = view_counts.find(request.person, request.query["zone"])
    return Response({"counts": [one._asdict() for one in found]})


def list_rows(request: Request) -> Response:
    query = request.query
    found = listed_documents.find(
        request.person.library_id, query["q"], query["order"], query["offset"], query["limit"], zone=query["zone"]
    )
    return Response(
        {
            "documents": document.all_to_wire(found.documents),
            "total": found.total,
            "incomplete": Incomplete.REBUILDING if found.is_damaged else None,
        }
    )


def list_totals(request: Request) -> Response:
    query = request.query
    found = listed_documents.add_up(request.person.library_id, query["q"], zone=query["zone"])
    amounts = [
        {"currency": code or None, "documents": one.documents, "amount": one.amount}
        for code, one in sorted(found.amounts.items(), key=lambda item: (-item[1].documents, item[0]))
    ]
    return Response({"documents": found.documents, "pages": found.pages, "size": found.size, "amounts": amounts})


def count_months(request: Request) -> Response:
    query = request.query
    found = listed_documents.count_months(request.person.library_id, query["q"], query["by"], zone=query["zone"])
    months = [
        {"month": month, "count": count, "filter": f"{query['by']}:{month}"} for month, count in found.counts.items()
    ]
    return Response({"months": months, "total": found.total})


def count_groups(request: Request) -> Response:
    query = request.query
    groups, total = listed_documents.count_groups(
        request.person.library_id, query["q"], query["by"], zone=query["zone"]
    )
    return Response({"groups": [asdict(one) for one in groups], "total": total})


OPERATIONS = (
    Operation(
        "GET",
        "/v1/search",
        "Search documents; best matches first, each with the page to open and a marked snippet",
        search,
        {200: SearchResultsSchema},
        Sample(query={"q": "invoice march", "limit": "20", "zone": "Europe/Berlin"}),
        query=SearchQuerySchema,
        paging=ByPosition(("q", "order", "exact"), search_api.decode),
        throttle=_SEARCH,
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/matches",
        "List the pages of a document that match a query, each with a marked snippet",
        list_matches,
        {200: MatchesSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, query={"q": "invoice"}),
        query=MatchesQuerySchema,
        paging=ByCount(("q", "exact"), limit=document_pages.MAX_PAGE),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/similar",
        "List the documents that share the most distinctive words with a document",
        list_similar,
        {200: SimilarSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, query={"limit": "10"}),
        query=SimilarQuerySchema,
    ),
    Operation(
        "GET",
        "/v1/search/rows",
        "List the documents that match a query from any place in their order, without snippets",
        list_rows,
        {200: RowsSchema},
        Sample(query={"q": "date:2026-11", "order": "-date", "offset": "200", "zone": "Europe/Berlin"}),
        query=RowsQuerySchema,
        throttle=_SEARCH,
    ),
    Operation(
        "GET",
        "/v1/search/months",
        "Count the documents that match a query by month",
        count_months,
        {200: MonthsSchema},
        Sample(query={"by": "date", "zone": "Europe/Berlin"}),
        query=MonthsQuerySchema,
        throttle=_SEARCH,
    ),
    Operation(
        "GET",
        "/v1/search/groups",
        "Count the documents that match a query by sender or by kind",
        count_groups,
        {200: GroupsSchema},
        Sample(query={"by": "sender", "zone": "Europe/Berlin"}),
        query=GroupsQuerySchema,
        throttle=_SEARCH,
    ),
    Operation(
        "GET",
        "/v1/search/totals",
        "Add up the pages, bytes and amounts of the documents that match a query",
        list_totals,
        {200: TotalsSchema},
        Sample(query={"q": "kind:invoice date:2026", "zone": "Europe/Berlin"}),
        query=TotalsQuerySchema,
        throttle=_SEARCH,
    ),
    Operation(
        "GET",
        "/v1/search/completions",
        "Complete the beginning of a word, a title, a sender, a kind or a tag of the library",
        complete_search,
        {200: CompletionsSchema},
        Sample(query={"q": "invo"}),
        query=CompletionsQuerySchema,
        throttle=_SEARCH,
    ),
    Operation(
        "GET",
        "/v1/views/counts",
        "Count the hits of the saved searches, and those that are new to the caller",
        count_views,
        {200: CountsSchema},
        Sample(query={"zone": "Europe/Berlin"}),
        query=CountsQuerySchema,
        throttle=_SEARCH,
    ),
)
