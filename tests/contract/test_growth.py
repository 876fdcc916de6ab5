"""The document contains the output of the simulation, and the simulation the limits of the product."""

import re
from collections import deque

import pytest

from bench import commits, cost, growth, processor_share, steps
from docloft.search import api as search
from docloft.search.index import writing
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
    assert stream["parallelizationFactor"] == growth.BATCHES
    assert int(defaults["index_memory"]) / processor_share.WHOLE == processor_share.SHARE


@pytest.mark.usefixtures("cloud")
def test_simulation_has_the_calls_of_the_functions():
    search.forget()
    measured = steps.measured(4)

    names = {"receive": "receive", "read": "read 3 pages", "commit": "index 1 document of 3"}
    assert {name: [calls for _, calls in measured[step]][-1] for name, step in names.items()} == growth.CALLS


def test_benchmarks_have_the_processor_times_of_the_simulation():
    text = (ROOT / "docs/benchmarks.md").read_text()
    milliseconds = {name: f"{seconds * 1000:.0f} ms" for name, seconds in growth.PROCESSOR.items()}

    assert (
        "receive {receive}, read {read} (30 pages: {read 30 pages}), a new child {new child}, "
        "commit of one document {commit}, each further one {further document} |".format_map(milliseconds)
    ) in text


@pytest.mark.parametrize(
    ("libraries", "limit"),
    [(1, 125), (2, 250)],
)
def test_partition_of_a_library_takes_its_write_units_and_a_burst(libraries, limit):
    """In a minute, a bucket of a second's units adds a sixtieth."""
    step = growth.Step("", growth.by_library(growth.TRANSACTIONS * growth.UNITS_OF_A_TRANSACTION))

    assert growth.limit_of(step, libraries) == pytest.approx(limit, rel=0.05)


def test_workers_keep_up_with_what_they_can_do():
    assert growth.serves(9.9, 1, servers=10, seconds=1.0)
    assert not growth.serves(11, 1, servers=10, seconds=1.0)


def test_worker_that_gets_documents_of_other_libraries_starts_a_child_for_each():
    def limit(libraries):
        return growth.limit_of(
            growth.Step("", lambda rate, among: growth.serves(rate, among, 10, 1.0, of_child=1.0)), libraries
        )

    assert limit(1) == pytest.approx(10, rel=0.1)
    assert limit(100_000) == pytest.approx(5, rel=0.1)


def test_libraries_side_by_side_wait_together_but_share_the_processor():
    one, four = (dict.fromkeys(range(count), 1) for count in (1, 4))
    [alone] = growth.commit_seconds(one, 4, share=1.0)

    assert commits.elapsed(growth.commit_seconds(four, 1, share=1.0), 1) == pytest.approx(4 * alone)
    together = commits.elapsed(growth.commit_seconds(four, 4, share=1.0), 4)
    assert together == pytest.approx(max(alone, 4 * growth.PROCESSOR["commit"]))


def test_more_batches_of_a_shard_do_not_help_its_only_library():
    """Its commits cannot overlap: the second one is rejected and starts again."""
    one, ten = (growth.Step("", growth.indexing(batches=number)) for number in (1, 10))

    for libraries in (1, growth.SHARDS):
        assert growth.limit_of(ten, libraries) <= growth.limit_of(one, libraries)


def test_more_batches_of_a_shard_help_many_libraries():
    one, ten = (growth.Step("", growth.indexing(batches=number)) for number in (1, 10))

    assert growth.limit_of(ten, 100_000) > 5 * growth.limit_of(one, 100_000)


@pytest.mark.parametrize(
    ("documents", "fewest", "most"),
    [
        ([(0.0, 7), (0.0, 8)], 0.0, 0.0),
        ([(0.0, 7), (0.5, 7)], 1.0, 1.0 + commits.FIRST_PAUSE_SECONDS),
        ([(0.0, 7), (1.0, 7)], 0.0, 0.0),
    ],
    ids=["other library", "before the first is published", "after the first is published"],
)
def test_commit_that_overlaps_one_of_its_library_starts_again(documents, fewest, most):
    lanes = [deque([document]) for document in documents]

    assert fewest <= commits.lateness(lanes, growth.BATCH, 4, lambda taken: [1.0] * len(taken)) <= most


def test_library_whose_commits_never_pause_is_committed_by_one_lane_only():
    """The other lane is rejected until the first one is idle, also after its batch was delivered again."""
    busy = deque((moment / 10, 7) for moment in range(300))

    late = commits.lateness([busy, deque([(0.5, 7)])], growth.BATCH, 4, lambda taken: [1.0] * len(taken))

    assert late > 20


def test_commits_start_again_as_often_and_as_soon_as_in_the_code():
    assert (commits.ATTEMPTS, commits.FIRST_PAUSE_SECONDS) == (writing.ATTEMPTS, writing.FIRST_PAUSE_SECONDS)


def test_rates_have_two_digits():
    assert [growth.rounded(rate) for rate in (0.61, 4.52, 44.2, 126.0, 1980.0)] == ["0.61", "4.5", "44", "130", "2,000"]


def test_pages_are_recognised_as_fast_as_the_workers_and_their_memory_allow():
    seconds = cost.PAGE_SECONDS / processor_share.SHARE

    assert growth.recognising(10, processor_share.SHARE)(9 / seconds, 1)
    assert not growth.recognising(10, processor_share.SHARE)(12 / seconds, 1)
    assert growth.recognising(10, 1.0)(9 / cost.PAGE_SECONDS * 0.95, 1)


def test_simulation_does_not_understate_the_time_of_a_page():
    """docs/benchmarks.md has what was measured."""
    [measured] = re.findall(r"a scan takes ([\d.]+) s", (ROOT / "docs/benchmarks.md").read_text())

    assert float(measured) <= cost.PAGE_SECONDS
