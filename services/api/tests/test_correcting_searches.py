"""How many searches are made to correct a query."""

from typing import Any

import pytest

from docloft.search import results
from docloft.search.query.trials import MOST
from services.api.tests.published import publish, ready
from tests.recording import recording

pytestmark = pytest.mark.usefixtures("fresh_indexes")


@pytest.mark.parametrize("typed", ["watersupplyofthetown invoicenumberofthecompany", "ab cde fgh ijk lmn opq rstuv"])
def test_query_without_hits_makes_few_searches(search_for, typed, monkeypatch):
    publish(ready("Water supplyofthetown"), ready("Invoice numberofthecompany"))
    searches: list[Any] = []
    monkeypatch.setattr(results, "find", recording(searches, results.find))
    monkeypatch.setattr(results, "complete", recording(searches, results.complete))

    assert search_for(typed).json["total"] == 0
    # The query itself, and what each way to correct it found.
    assert len(searches) <= MOST + 5
