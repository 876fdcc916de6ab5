"""The search function: search and the text of pages. No other function loads the search engine."""

from typing import TYPE_CHECKING, Any

from docloft_api import features
from docloft_api.http import routing

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

resolver = routing.make_resolver(features.operations_of("search"))


def handle(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    """Entry of the Lambda function: takes a proxy event of API Gateway (REST) and returns its response. Errors become
    problems (RFC 9457).
    """
    return resolver.resolve(event, context)
