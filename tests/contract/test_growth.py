"""The document contains the output of the simulation, and the simulation the limits of the product."""

import pytest

from bench import growth
from docloft_api import features
from docloft_worker import index_handler
from tests.conftest import ROOT
from tests.contract.templates import serverless
from tools.settings_page import stage_parameters


def test_document_has_the_output_of_the_simulation():
    text = (ROOT / "docs/architecture.md").read_text()

    assert f"<!-- python -m bench.growth -->\n{growth.report()}\n<!-- end -->" in text


def test_simulation_has_the_limits_of_the_product():
    defaults = {one.name: one.default.strip("`") for one in stage_parameters()}
    [create] = [one for one in features.all_operations() if one.name == "create_document"]
    [stream] = [event["stream"] for event in serverless("worker")["functions"]["index"]["events"]]

    assert create.throttle == (growth.CREATES, growth.CREATE_BURST)
    assert index_handler.SIDE_BY_SIDE == growth.SIDE_BY_SIDE
    assert stream["batchSize"] == growth.BATCH
    assert defaults["work_concurrency"] == str(growth.READERS)
    assert defaults["index_batches"] == str(growth.BATCHES)
    assert int(defaults["index_memory"]) / growth.WHOLE == growth.SHARE


@pytest.mark.parametrize(
    ("libraries", "limit"),
    [(1, 125), (2, 250)],
)
def test_partition_of_a_library_takes_its_write_units_and_a_burst(libraries, limit):
    """In a minute, a bucket of a second's units adds a sixtieth."""
    step = growth.Step("", growth.by_units(1))

    assert growth.limit_of(step, libraries) == pytest.approx(limit, rel=0.05)


def test_workers_keep_up_with_what_they_can_do():
    assert growth.serves(9.9, 1, servers=10, seconds=1.0)
    assert not growth.serves(11, 1, servers=10, seconds=1.0)


def test_libraries_side_by_side_wait_together_but_share_the_processor():
    one, four = (dict.fromkeys(range(count), 1) for count in (1, 4))
    alone = growth.batch_seconds(one, 4, share=1.0)

    assert growth.batch_seconds(four, 1, share=1.0) == pytest.approx(4 * alone)
    assert growth.batch_seconds(four, 4, share=1.0) == pytest.approx(max(alone, 4 * growth.PROCESSOR["commit"]))


def test_rates_have_two_digits():
    assert [growth.rounded(rate) for rate in (0.61, 4.52, 44.2, 126.0, 1980.0)] == ["0.61", "4.5", "44", "130", "2,000"]
