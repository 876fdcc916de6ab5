"""A route needs one entry in the table of its feature and one function; no other code lists routes."""

import re
import shutil

from docloft_api import features
from services.api import checklist
from tests.conftest import ROOT
from tests.contract.toys import require_pass

TABLE = "features/job_status/operations.py"
FUNCTION = """def count_jobs(request: Request) -> Response:
    found = watching.find(request.person, request.path["job_id"])
    return Response({"jobs": [job.to_wire(found)], "cursor": None}, 202)


"""
ENTRY = """    Operation(
        "POST",
        "/v1/toys/{job_id}",
        "A toy",
        count_jobs,
        {202: JobsSchema},
        Sample(path={"job_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}),
        needs=Role.EDITOR,
        throttle=Throttle(rate=3, burst=7),
    ),
"""


OF_EVERY_ROUTE = [
    "services/api/tests/test_events.py::test_sample_event_is_served[count_jobs]",
    "services/api/tests/test_isolation.py::test_ids_of_another_library_are_not_found[count_jobs]",
    "services/api/tests/test_isolation.py::test_another_library_named_in_the_header_is_not_found[count_jobs]",
    "services/api/tests/test_isolation.py::test_request_without_an_id_token_is_refused[count_jobs]",
]
"""Tests that run for every declared operation, of the toy."""


def test_route_needs_one_entry_and_one_function(tmp_path):
    shutil.copytree(ROOT / "services/api/docloft_api", tmp_path / "docloft_api")
    table = tmp_path / "docloft_api" / TABLE
    text = table.read_text()
    assert text.endswith(")\n")
    text = text.removesuffix(")\n") + ENTRY + ")\n"
    text = text.replace("OPERATIONS = (", f"{FUNCTION}OPERATIONS = (")
    text = text.replace("import Operation, Sample\n", "import Operation, Sample, Throttle\n")
    table.write_text(
        text.replace("from docloft_api.features", "from docloft.roles import Role\nfrom docloft_api.features", 1)
    )

    require_pass("life_of_a_toy_route", [tmp_path, ".", "packages/shared/src"], also=OF_EVERY_ROUTE)


def test_checklist_is_empty():
    assert checklist.missing() == []


def test_routes_are_listed_only_in_the_tables():
    """A file may mention a single path. A file that mentions three contains a list."""
    paths = re.compile("|".join(re.escape(one.path) + r"(?![\w{/-])" for one in features.all_operations()))
    tables = {ROOT / "services/api/docloft_api/features" / name / "operations.py" for name in features.FEATURES}
    files = [*(ROOT / "services").rglob("*.py"), *(ROOT / "services").glob("*/*.yml"), *ROOT.glob("services/*/*.cjs")]
    files = [path for path in files if path not in tables and "tests" not in path.parts]

    lists = {str(path): found for path in files if len(found := set(paths.findall(path.read_text()))) > 2}

    assert len(files) > 80
    assert lists == {}
