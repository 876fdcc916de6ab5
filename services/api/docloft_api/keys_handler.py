"""Composition root of the keys function: the only one that may make API keys, because it alone must."""

from typing import TYPE_CHECKING, Any

from docloft_api.http import routing
from docloft_api.routes import drop_keys

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

resolver = routing.make_resolver()
for operation, act in drop_keys.ROUTES:
    routing.serve(resolver, operation, act)


def handle(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    """Entry of the Lambda function: an API Gateway REST proxy event in, its answer out."""
    return resolver.resolve(event, context)
