"""Each function that parses files fits into its memory together with the child that parses them."""

import sys

import pytest

from bench import memory
from docloft_storage import inspection
from docloft_worker import reading

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Memory is read from /proc.")

OUTCOMES = {
    "receive": ["image/png, a thumbnail", "image/tiff, a thumbnail", "image/heic, a thumbnail"],
    "work": ["4000000 characters, "],
}
OF_THE_CHILD = {"receive": inspection._MEMORY_BYTES, "work": reading._MEMORY_BYTES}


@pytest.fixture(scope="module", params=OUTCOMES)
def measured(request, tmp_path_factory):
    files = memory.largest(request.param, tmp_path_factory.mktemp("largest"))
    return request.param, *memory.measure(request.param, files)


def test_largest_files_are_parsed_and_fit(measured, record_property):
    function, peaks, kills = measured

    record_property("figure", f"{function} and its child: {max(peak.sum_mb for peak in peaks):.0f} MB of 512 MB")
    for peak, outcome in zip(peaks, OUTCOMES[function], strict=True):
        assert peak.outcome.startswith(outcome)
    assert max(peak.sum_mb for peak in peaks) < memory.FUNCTION_MB
    assert kills == 0


def test_function_beside_a_child_that_uses_all_it_may_fits(measured):
    function, peaks, _ = measured
    function_mb = max(peak.function_mb for peak in peaks)

    assert function_mb > 20
    assert function_mb + memory.CODE_MB + OF_THE_CHILD[function] / 2**20 < memory.FUNCTION_MB
