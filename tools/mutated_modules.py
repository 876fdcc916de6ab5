"""The modules that `make mutate` changes: those without I/O, and the tests that have to notice a change in them."""

_SHARED = "packages/shared/src/docloft"
_TESTS = "packages/shared/tests"
_WORKER = "services/worker/docloft_worker/readers"
_API = "services/api/docloft_api/http"
_FACTS = "services/worker/docloft_worker/facts"
_GROUPS = (
    (f"{_SHARED}/lifecycle", "states", _TESTS, "test_documents test_changes"),
    (f"{_SHARED}/lifecycle", "names", _TESTS, "test_documents"),
    (f"{_SHARED}/lifecycle", "title_templates", _TESTS, "test_title_templates"),
    (f"{_SHARED}/lifecycle", "assembly", _TESTS, "test_assembly"),
    (f"{_SHARED}/lifecycle", "attention", _TESTS, "test_attention"),
    (f"{_SHARED}/lifecycle", "custom_fields", _TESTS, "test_custom_fields"),
    (f"{_SHARED}/lifecycle", "metadata", _TESTS, "test_metadata"),
    (f"{_SHARED}/lifecycle", "retention", f"{_TESTS}/search", "test_retention"),
    (f"{_SHARED}/lifecycle", "rule_actions", _TESTS, "test_rule_actions"),
    (_SHARED, "page_ranges", _TESTS, "test_page_ranges"),
    (_SHARED, "roles", _TESTS, "test_roles"),
    (_SHARED, "shapes", _TESTS, "test_shapes"),
    (f"{_SHARED}/commands", "codec chain", _TESTS, "test_commands"),
    (_SHARED, "texts", _TESTS, "test_texts"),
    (
        f"{_SHARED}/search/text",
        "folding pieces typos",
        f"{_TESTS}/search",
        "test_folding test_pieces test_typos test_parser test_snippets",
    ),
    (
        f"{_SHARED}/search/query",
        "corrections quantities",
        f"{_TESTS}/search",
        "test_quantities test_days test_parser test_corrections test_typos test_ranking",
    ),
    (f"{_SHARED}/search/query", "days", f"{_TESTS}/search", "test_days test_parser"),
    (
        f"{_SHARED}/search/query",
        "nodes parser rows",
        f"{_TESTS}/search",
        "test_parser test_grammar test_nodes test_field_queries test_joins test_corrections",
    ),
    (f"{_SHARED}/search/query", "moments", f"{_TESTS}/search", "test_moments"),
    (f"{_SHARED}/search/query", "expiry", f"{_TESTS}/search", "test_expiry"),
    (f"{_SHARED}/search/query", "field_keywords", f"{_TESTS}/search", "test_field_keywords"),
    (f"{_SHARED}/search/query", "fields", f"{_TESTS}/search", "test_filters test_parser test_field_queries"),
    (f"{_SHARED}/search/engine", "digit_ranges", f"{_TESTS}/search", "test_field_queries"),
    (f"{_SHARED}/search/shown", "display_text", f"{_TESTS}/search", "test_display_text"),
    (f"{_SHARED}/search/shown", "edges", f"{_TESTS}/search", "test_edges"),
    (f"{_SHARED}/search/shown", "matching", f"{_TESTS}/search", "test_matching test_marks"),
    (f"{_SHARED}/search/shown", "marks", f"{_TESTS}/search", "test_snippets test_marks"),
    (f"{_SHARED}/search/shown", "snippets", f"{_TESTS}/search", "test_snippet_places test_snippets"),
    (f"{_SHARED}/formats", "encodings", f"{_TESTS}/formats", "test_encodings"),
    (f"{_SHARED}/formats", "format", f"{_TESTS}/formats", "test_format"),
    (f"{_SHARED}/formats", "markup", f"{_TESTS}/formats", "test_markup"),
    (f"{_SHARED}/formats", "ole", f"{_TESTS}/formats", "test_ole"),
    (f"{_SHARED}/formats", "unknown_file", f"{_TESTS}/formats", "test_unknown_file"),
    (f"{_SHARED}/formats", "heic tiff webp", f"{_TESTS}/formats", "test_signatures"),
    (f"{_SHARED}/formats", "pdf", f"{_TESTS}/formats", "test_pdf"),
    (f"{_SHARED}/formats", "html markdown", "services/storage/tests", "test_identify"),
    (_API, "cursors", "services/api/tests", "test_cursors"),
    (_API, "preconditions", "services/api/tests", "test_preconditions"),
    ("services/worker/docloft_worker", "legibility", "services/worker/tests", "test_legibility"),
    (_FACTS, "amount", "services/worker/tests", "test_amount"),
    (_FACTS, "correspondence", "services/worker/tests", "test_correspondence"),
    (_FACTS, "dates", "services/worker/tests", "test_dates"),
    (_FACTS, "document_date", "services/worker/tests", "test_document_date"),
    (_FACTS, "due_date", "services/worker/tests", "test_due_date"),
    (_FACTS, "iban", "services/worker/tests", "test_iban"),
    (_FACTS, "kinds", "services/worker/tests", "test_kinds"),
    (_FACTS, "lines", "services/worker/tests", "test_lines"),
    (_FACTS, "money", "services/worker/tests", "test_money"),
    (_FACTS, "numbers", "services/worker/tests", "test_numbers"),
    (_FACTS, "sender", "services/worker/tests", "test_sender"),
    (_FACTS, "title", "services/worker/tests", "test_title"),
    (_WORKER, "cleaning", "services/worker/tests", "test_cleaning"),
    (_WORKER, "number_formats", "services/worker/tests", "test_number_formats"),
    (_WORKER, "paging", "services/worker/tests", "test_paging"),
    (_WORKER, "reading_order", "services/worker/tests", "test_reading_order"),
)
TARGETS = {
    f"{folder}/{module}.py": [f"{tests}/{name}.py" for name in names.split()]
    for folder, modules, tests, names in _GROUPS
    for module in modules.split()
}
