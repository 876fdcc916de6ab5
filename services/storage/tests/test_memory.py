"""The receive function and the child that parses a file fit into the memory of a function together."""

import sys

import pytest

from bench import memory
from docloft_storage import inspection

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Memory is read from /proc.")


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    return memory.measure("receive", memory.photo_and_scan(tmp_path_factory.mktemp("pictures")))


def test_photo_and_scan_of_48_million_pixels_have_thumbnails_and_fit(measured, record_property):
    peaks, kills = measured

    record_property("figure", f"receive and its child: {max(peak.sum_mb for peak in peaks):.0f} MB of 512 MB")
    assert [peak.outcome for peak in peaks] == ["image/png, a thumbnail", "image/tiff, a thumbnail"]
    assert max(peak.sum_mb for peak in peaks) < memory.FUNCTION_MB
    assert kills == 0


def test_function_beside_a_child_that_uses_all_it_may_fits(measured):
    function_mb = max(peak.function_mb for peak in measured[0])

    assert function_mb > 20
    assert function_mb + memory.CODE_MB + inspection._MEMORY_BYTES / 2**20 < memory.FUNCTION_MB
