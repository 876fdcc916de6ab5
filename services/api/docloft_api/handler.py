"""Composition root of every route but search and drop keys."""

from typing import TYPE_CHECKING, Any

from docloft_api.http import routing
from docloft_api.routes import documents, inbox, jobs, people, public

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

resolver = routing.make_resolver()
for operation, act in (*public.ROUTES, *people.ROUTES, *documents.ROUTES, *jobs.ROUTES, *inbox.ROUTES):
    routing.serve(resolver, operation, act)


def handle(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    """Entry of the Lambda function: an API Gateway REST proxy event in, its answer out. Never raises on purpose: what
    goes wrong is a problem (RFC 9457).
    """
    return resolver.resolve(event, context)
