"""The modules that `make mutate` changes: those without I/O, and the tests that have to notice a change in them."""

_SHARED = "packages/shared/src/docloft"
_TESTS = "packages/shared/tests"
_WORKER = "services/worker/docloft_worker"
_READERS = "services/worker/docloft_worker/readers"
_WORKER_TESTS = "services/worker/tests"
_API = "services/api/docloft_api/http"
_FACTS = "services/worker/docloft_worker/facts"
_GROUPS = (
    (f"{_SHARED}/lifecycle", "states", _TESTS, "test_documents test_changes"),
    (f"{_SHARED}/lifecycle", "names", _TESTS, "test_documents"),
    (f"{_SHARED}/lifecycle", "title_templates", _TESTS, "test_title_templates"),
    (f"{_SHARED}/lifecycle", "assembly", _TESTS, "test_assembly"),
    (f"{_SHARED}/lifecycle", "attention", _TESTS, "test_attention"),
    (f"{_SHARED}/lifecycle", "custom_fields", _TESTS, "test_custom_fields"),
    (f"{_SHARED}/lifecycle", "retention", f"{_TESTS}/search", "test_retention"),
    (f"{_SHARED}/lifecycle", "rule_actions", _TESTS, "test_rule_actions"),
    (f"{_SHARED}/search/text", "ordinary_lines", f"{_TESTS}/search", "test_ordinary_lines"),
    (f"{_SHARED}/search/text", "phone_numbers", f"{_TESTS}/search", "test_phone_numbers"),
    (f"{_SHARED}/search/text", "writings", f"{_TESTS}/search", "test_writings"),
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
    (f"{_SHARED}/search/index", "value_ranges", f"{_TESTS}/search", "test_value_ranges"),
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
    (_API, "bodies", "services/api/tests", "test_bodies"),
    (_API, "validation", "services/api/tests", "test_validation"),
    (_API, "preconditions", "services/api/tests", "test_preconditions"),
    (f"{_WORKER}/lookalikes", "sketches", _WORKER_TESTS, "test_sketches"),
    (_WORKER, "legibility", _WORKER_TESTS, "test_legibility"),
    (_FACTS, "amount", _WORKER_TESTS, "test_amount"),
    (_FACTS, "correspondence", _WORKER_TESTS, "test_correspondence"),
    (_FACTS, "dates", _WORKER_TESTS, "test_dates"),
    (_FACTS, "document_date", _WORKER_TESTS, "test_document_date"),
    (_FACTS, "due_date", _WORKER_TESTS, "test_due_date"),
    (_FACTS, "iban", _WORKER_TESTS, "test_iban"),
    (_FACTS, "kinds", _WORKER_TESTS, "test_kinds"),
    (_FACTS, "lines", _WORKER_TESTS, "test_lines"),
    (_FACTS, "money", _WORKER_TESTS, "test_money"),
    (_FACTS, "numbers", _WORKER_TESTS, "test_numbers"),
    (_FACTS, "sender", _WORKER_TESTS, "test_sender"),
    (_FACTS, "title", _WORKER_TESTS, "test_title"),
    (_READERS, "accents", _WORKER_TESTS, "test_accents"),
    (_READERS, "costly_markup", _WORKER_TESTS, "test_costly_markup"),
    (_READERS, "uuencoded", _WORKER_TESTS, "test_uuencoded"),
    (_READERS, "cleaning", _WORKER_TESTS, "test_cleaning"),
    (_READERS, "number_formats", _WORKER_TESTS, "test_number_formats"),
    (_READERS, "paging", _WORKER_TESTS, "test_paging"),
    (_READERS, "reading_order", _WORKER_TESTS, "test_reading_order"),
)
TARGETS = {
    f"{folder}/{module}.py": [f"{tests}/{name}.py" for name in names.split()]
    for folder, modules, tests, names in _GROUPS
    for module in modules.split()
}
