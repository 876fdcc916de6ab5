"""The features of the API, one line each: its folder and the Lambda function that serves it. Each folder has a module
`operations` with the table OPERATIONS, from which everything else about a route is derived
(docs/how-to/add-a-route.md).

A feature is imported only when its operations are needed, so that the api function does not load the search engine.
"""

from importlib import import_module

from docloft_api.http.operations import Operation

# In the order of the OpenAPI description.
FEATURES = {
    "public": "api",
    "me": "api",
    "library_settings": "api",
    "library_names": "api",
    "uploads": "api",
    "archive": "api",
    "document_remedies": "api",
    "document_downloads": "api",
    "library_exports": "api",
    "page_assembly": "api",
    "document_history": "api",
    "document_origin": "api",
    "document_notes": "api",
    "document_files": "api",
    "needs_attention": "api",
    "saved_views": "api",
    "job_status": "api",
    "drop_keys": "keys",
    "full_text": "search",
    # The marks on a page need the search engine's stemmers.
    "page_text": "search",
    # Suggestions are stored with the text.
    "document_suggestions": "search",
    # Documents may be chosen by a query.
    "bulk_work": "search",
    # The queries of rules are parsed and tried.
    "filing_rules": "search",
}


def operations_of(function: str) -> tuple[Operation, ...]:
    """The operations that a Lambda function serves."""
    served = [feature for feature, by in FEATURES.items() if by == function]
    return tuple(operation for feature in served for operation in _operations(feature))


def all_operations() -> tuple[Operation, ...]:
    """Every operation of the API. Imports every feature, so only generators and tests may call it."""
    return tuple(operation for feature in FEATURES for operation in _operations(feature))


def function_of(operation: Operation) -> str:
    """The Lambda function that serves an operation. Raises StopIteration if no feature has the operation."""
    return next(function for feature, function in FEATURES.items() if operation in _operations(feature))


def _operations(feature: str) -> tuple[Operation, ...]:
    found: tuple[Operation, ...] = import_module(f"{__name__}.{feature}.operations").OPERATIONS
    return found
