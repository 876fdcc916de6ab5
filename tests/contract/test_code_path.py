"""A request goes forward through the code: a reader who follows it seldom returns to an earlier part."""

import pytest

from bench import code_path
from tests.conftest import ROOT

MOST_RETURNS = {"upload": 5, "upload with an Idempotency-Key": 7, "receive": 14, "work": 17, "query": 8}
"""Lower a number when the code gets better; `python -m bench.code_path` prints the parts in order."""

MOST_RETURNS_IN_SEARCH = MOST_RETURNS | {"work": 18, "query": 49}
"""With the packages and modules of search as parts."""


@pytest.mark.usefixtures("cloud")
def test_requests_seldom_return_to_an_earlier_part():
    paths = code_path.paths()

    more = [f"{name}: {path}" for name, path in paths.items() if path.returns > MOST_RETURNS[name]]
    more += [f"{name}: {path}" for name, path in paths.items() if path.returns_in_search > MOST_RETURNS_IN_SEARCH[name]]
    assert not more, "\n".join(more)
    assert set(paths) == set(MOST_RETURNS)


def test_benchmarks_have_these_numbers():
    upload, repeated, receive, work, query = MOST_RETURNS.values()
    row = f"upload {upload} ({repeated} with an Idempotency-Key), receive {receive}, work {work}, query {query}; "
    row += (
        f"with the parts of search, query {MOST_RETURNS_IN_SEARCH['query']} and work {MOST_RETURNS_IN_SEARCH['work']}"
    )

    assert f"| `python -m bench.code_path` | {row}. " in (ROOT / "docs/benchmarks.md").read_text()


def test_return_is_a_visit_to_a_part_that_was_left_before():
    assert code_path.CodePath(("http", "features", "tables")).returns == 0
    assert code_path.CodePath(("http", "features", "http", "tables", "features")).returns == 2
