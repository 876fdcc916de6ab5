"""The sandbox contains failures that would otherwise hang or kill the function."""

import pytest

from docloft import sandbox as module
from docloft.errors import Refused
from docloft.sandbox import ChildFailed, Sandbox, SandboxBrokenError

WORK = "sandboxed_work:"


@pytest.fixture
def sandbox(monkeypatch, request):
    monkeypatch.syspath_prepend(str(request.path.parent))
    made = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=2, wall_seconds=20, file_bytes=1_000_000)
    yield made
    made.close()


def test_call_returns_the_result_of_the_function(sandbox):
    assert sandbox.call(WORK + "double", {"number": 21}) == {"number": 42}


def test_child_is_reused_after_successful_calls(sandbox):
    first = sandbox.call(WORK + "count", {})

    assert sandbox.call(WORK + "count", {}) == {"calls": 2, "pid": first["pid"]}


def test_child_is_replaced_after_a_number_of_calls(sandbox, monkeypatch):
    monkeypatch.setattr(module, "CALLS_PER_CHILD", 2)

    assert [sandbox.call(WORK + "count", {})["calls"] for _ in range(4)] == [1, 2, 1, 2]


def test_refusal_is_raised_with_its_message(sandbox):
    with pytest.raises(Refused, match=r"^This one is locked\.$") as refusal:
        sandbox.call(WORK + "refuse", {})

    assert not isinstance(refusal.value, ChildFailed)


@pytest.mark.parametrize(
    ("name", "how"), [("stumble", "ValueError"), ("spin", "time"), ("swallow", "memory"), ("crash", "crash")]
)
def test_failure_affects_only_its_own_call(sandbox, name, how):
    with pytest.raises(ChildFailed) as failure:
        sandbox.call(WORK + name, {})

    assert failure.value.how == how
    assert str(failure.value).endswith("can be downloaded.")
    assert "secret" not in str(failure.value)
    assert sandbox.call(WORK + "double", {"number": 1}) == {"number": 2}


def test_sleeping_child_is_stopped_by_elapsed_time(monkeypatch, request):
    monkeypatch.syspath_prepend(str(request.path.parent))
    hasty = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=5, wall_seconds=1)

    with pytest.raises(ChildFailed) as failure:
        hasty.call(WORK + "sleep", {})

    assert failure.value.how == "time"
    assert hasty._child is None


def test_file_above_the_limit_is_not_written_completely(sandbox, tmp_path):
    with pytest.raises(ChildFailed):
        sandbox.call(WORK + "spill", {"path": str(tmp_path / "spilled")})

    assert (tmp_path / "spilled").stat().st_size <= 1_000_000


def test_parser_that_prints_and_reads_does_not_break_the_protocol(sandbox):
    assert sandbox.call(WORK + "chatter", {}) == {"read": ""}


def test_child_gets_no_credentials(sandbox, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")

    names = sandbox.call(WORK + "environment", {})["names"]

    assert not [name for name in names if name.startswith("AWS_") or name.endswith("_TABLE")]


def test_processor_time_is_limited_for_each_call(sandbox):
    # Given three calls that together take more processor time than the limit of one
    calls = [sandbox.call(WORK + "compute", {"seconds": 1})["pid"] for _ in range(3)]

    assert len(set(calls)) == 1


def test_missing_module_is_not_blamed_on_the_document(sandbox):
    with pytest.raises(SandboxBrokenError, match="no_such_parser"):
        sandbox.call("no_such_parser:read", {})
