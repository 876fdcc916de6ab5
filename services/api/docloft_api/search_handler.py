"""Entry point of the search function, which searches and marks what was found. No other function of this service loads
the search engine.
"""

from typing import TYPE_CHECKING, Any

from docloft_api import wire
from docloft_api.features.documents import edits
from docloft_api.features.page_text import page
from docloft_api.features.search import results
from docloft_api.http import operations, routing
from docloft_api.http.routing import Answer, Request

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

resolver = routing.make_resolver()


def search(request: Request) -> Answer:
    results = results.search(
        request.person.library_id,
        request.query["q"],
        limit=request.query["limit"],
        cursor=request.query.get("cursor"),
    )
    return Answer(
        {
            "hits": [hit_to_wire(hit) for hit in results.hits],
            "total": results.total,
            "cursor": results.cursor,
            "corrected": results.corrected,
            "ignored": list(results.ignored),
        }
    )


def page_text(request: Request) -> Answer:
    document = edits.find(request.person, request.path["document_id"])
    return Answer(page_to_wire(page.read(document, request.path["page"], request.query["q"])))


def page_to_wire(page: page.PageText) -> dict[str, Any]:
    return {
        "page": page.page,
        "pages": page.pages,
        "text": page.text,
        "truncated": page.truncated,
        "marks": [list(place) for place in page.marks.places],
        "terms": [{"text": term.text, "whole": term.whole} for term in page.marks.terms],
    }


def hit_to_wire(hit: results.Hit) -> dict[str, Any]:
    return {
        "document": wire.document_to_wire(hit.document),
        "page": hit.page,
        "snippets": [
            {"page": snippet.page, "text": snippet.text, "marks": [list(mark) for mark in snippet.marks]}
            for snippet in hit.snippets
        ],
    }


routing.serve(resolver, operations.SEARCH, search)
routing.serve(resolver, operations.GET_PAGE_TEXT, page_text)


def handle(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    """Entry of the Lambda function: an API Gateway REST proxy event in, its answer out."""
    return resolver.resolve(event, context)
