"""The sandbox isolates failures that would otherwise hang or kill the function. The file is long because a child can
fail in many ways, and each test has to provoke exactly one of them.
"""

import os
import signal
import time
from pathlib import Path
from threading import Timer
from typing import Any, TypedDict

import pytest

from docloft import faults
from docloft import sandbox as module
from docloft.errors import Refused
from docloft.sandbox import ChildFailed, Sandbox, SandboxBrokenError
from tests.recording import recording

WORK = "sandboxed_work:"


class Doubled(TypedDict):
    number: int


def make_sandbox(*, cpu_seconds=1, exclusive=False):
    return Sandbox(
        memory_bytes=400 * 1024 * 1024,
        cpu_seconds=cpu_seconds,
        wall_seconds=60,
        result_bytes=1_000_000,
        exclusive=exclusive,
    )


@pytest.fixture
def sandbox(monkeypatch, request):
    """With a second of processor time, or with what starting the child leaves of its first second if the call spins."""
    monkeypatch.syspath_prepend(str(request.path.parent))
    given = request.node.callspec.params.values() if hasattr(request.node, "callspec") else ()
    made = make_sandbox(cpu_seconds=0 if "spin" in given else 1)
    yield made
    made.close()


def test_call_returns_the_result_of_the_function(sandbox):
    assert sandbox.call(WORK + "double", {"number": 21}) == {"number": 42}


def test_child_is_reused_after_successful_calls(sandbox):
    first = sandbox.call(WORK + "count", {})

    assert sandbox.call(WORK + "count", {}) == {"calls": 2, "pid": first["pid"]}


def test_of_exclusive_sandboxes_one_has_a_child_at_a_time(monkeypatch, request):
    monkeypatch.syspath_prepend(str(request.path.parent))
    reader, recogniser, other = (make_sandbox(cpu_seconds=2, exclusive=one) for one in (True, True, False))
    pids = {other: other.call(WORK + "count", {})["pid"]}

    for used, idle in ((reader, recogniser), (recogniser, reader), (reader, recogniser)):
        pids[used] = used.call(WORK + "count", {})["pid"]
        assert Path(f"/proc/{pids[used]}").exists()
        assert idle not in pids or not Path(f"/proc/{pids[idle]}").exists()

    assert other.call(WORK + "count", {}) == {"calls": 2, "pid": pids[other]}
    for made in (reader, recogniser, other):
        made.close()


def test_child_is_replaced_after_a_number_of_calls(sandbox, monkeypatch):
    monkeypatch.setattr(module, "CALLS_PER_CHILD", 2)

    assert [sandbox.call(WORK + "count", {})["calls"] for _ in range(4)] == [1, 2, 1, 2]


@pytest.mark.skipif(not Path("/proc").exists(), reason="the system shows no memory of processes")
def test_child_that_keeps_half_of_its_memory_in_use_is_replaced(sandbox):
    # Given a limit of 400 MB, and a child that has 20 MB before it leaks
    assert [sandbox.call(WORK + "keep", {"megabytes": 100})["calls"] for _ in range(4)] == [1, 2, 1, 2]


@pytest.mark.skipif(not Path("/proc").exists(), reason="the system shows no memory of processes")
def test_child_that_refused_a_file_and_keeps_half_of_its_memory_is_replaced(sandbox):
    with pytest.raises(Refused):
        sandbox.call(WORK + "refuse_keeping", {"megabytes": 250})

    assert sandbox.call(WORK + "count", {})["calls"] == 1


def test_child_is_replaced_when_the_library_changes(sandbox, monkeypatch):
    monkeypatch.setattr(module, "served", module.Served())

    seen = []
    for library in ("one", "one", "two", "two", "one"):
        module.served.library_id = library
        seen.append(sandbox.call(WORK + "count", {})["calls"])

    assert seen == [1, 2, 1, 2, 1]


def test_refusal_is_raised_with_its_code_and_values(sandbox):
    with pytest.raises(Refused, match=r"^This is a font\.") as refusal:
        sandbox.call(WORK + "refuse", {})

    assert not isinstance(refusal.value, ChildFailed)
    assert refusal.value.reason.attributes["reason_code"] == "not_accepted"
    assert refusal.value.reason.values == {"kind": "font"}


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


@pytest.mark.parametrize(("share", "how"), [(0.8, "memory"), (0.1, "crash")])
def test_child_that_aborts_with_its_memory_in_use_has_run_out_of_memory(monkeypatch, request, tmp_path, share, how):
    # Given a child that ends after its memory was looked at, however busy this machine is
    monkeypatch.syspath_prepend(str(request.path.parent))
    full = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=5, wall_seconds=60, result_bytes=1000)
    look, megabytes = module._Child.look_at_memory, int(400 * share)

    def looking(child):
        used = look(child)
        if used > megabytes << 20:
            (tmp_path / str(child.pid)).touch()
        return used

    monkeypatch.setattr(module._Child, "look_at_memory", looking)
    with pytest.raises(ChildFailed) as failure:
        full.call(WORK + "fill", {"megabytes": megabytes, "seen_in": str(tmp_path)})

    assert failure.value.how == how


@pytest.mark.parametrize("name", ["spin", "stumble", "crash"])
def test_failure_has_the_last_step_that_the_function_reported(sandbox, name):
    with pytest.raises(ChildFailed) as failure:
        sandbox.call(WORK + "advance", {"failure": name})

    assert failure.value.reached == 2


def test_reports_come_before_the_result(sandbox):
    assert sandbox.call(WORK + "advance", {"failure": ""}) == {"number": 7}


@pytest.mark.parametrize(
    "response",
    [
        '{"reached": "far"}',
        "junk",
        "\xff",
        "[" * 100_000,
        "9" * 5000,
        "7",
        "[]",
        "{}",
        '{"result": 7}',
        '{"result": null}',
        '{"refused": "It is locked."}',
        '{"refused": "It is locked.", "cause": "locked", "values": {}}',
        '{"refused": "locked", "cause": "invented", "values": {}}',
        '{"refused": "not_accepted", "cause": "not_taken", "values": {"kind": "what the file says"}}',
        '{"refused": "not_accepted", "cause": "not_taken", "values": {}}',
        '{"refused": 7, "cause": []}',
        '{"missing": 7}',
        '{"failed": {}}',
    ],
    ids=lambda response: response[:40],
)
def test_response_that_the_child_did_not_write_counts_as_a_crash(sandbox, response):
    # Given a file that took over its parser
    with pytest.raises(ChildFailed) as failure:
        sandbox.call(WORK + "take_over", {"response": response})

    assert failure.value.how == "crash"
    assert not faults.is_bug(failure.value)
    assert sandbox.call(WORK + "double", {"number": 1}) == {"number": 2}


def test_sleeping_child_is_stopped_by_elapsed_time(monkeypatch, request):
    monkeypatch.syspath_prepend(str(request.path.parent))
    hasty = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=5, wall_seconds=1, result_bytes=1000)

    with pytest.raises(ChildFailed) as failure:
        hasty.call(WORK + "sleep", {})

    assert failure.value.how == "time"
    assert hasty._child is None


def test_child_that_reports_without_end_is_stopped_by_elapsed_time(monkeypatch, request):
    # Given a file that took over its parser
    monkeypatch.syspath_prepend(str(request.path.parent))
    hasty = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=2, wall_seconds=1, result_bytes=1000)
    started = time.monotonic()

    with pytest.raises(ChildFailed) as failure:
        hasty.call(WORK + "report_without_end", {})

    assert failure.value.how == "time"
    assert time.monotonic() - started < 60


def test_no_byte_is_written_even_where_the_filter_of_system_calls_is_refused(sandbox, monkeypatch, tmp_path):
    # Given a child that may open files for writing, as happens when Lambda refuses the filter
    (tmp_path / "spilled").touch()
    (tmp_path / "sitecustomize.py").write_text(
        "from docloft import confinement\nconfinement._filter_system_calls = lambda: False\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    module._warn_of.cache_clear()

    with pytest.raises(ChildFailed) as failure:
        sandbox.call(WORK + "spill", {"path": str(tmp_path / "spilled")})

    assert failure.value.how == "OSError"
    assert (tmp_path / "spilled").stat().st_size == 0


def test_parser_that_prints_and_reads_does_not_break_the_protocol(sandbox):
    assert sandbox.call(WORK + "chatter", {}) == {"read": ""}


def test_child_gets_no_credentials(sandbox, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")

    names = sandbox.call(WORK + "environment", {})["names"]

    assert not [name for name in names if name.startswith("AWS_") or name.endswith("_TABLE")]


def test_result_above_the_limit_is_refused(sandbox):
    with pytest.raises(ChildFailed) as failure:
        sandbox.call(WORK + "ramble", {"characters": 1_000_000})

    assert failure.value.how == "size"


@pytest.mark.parametrize("text", ["Größe 你好 😀", "half of a pair: \ud83d", "\x00\u2028"])
def test_any_text_is_returned_unchanged(sandbox, text):
    assert sandbox.call(WORK + "echo", {"text": text}) == {"text": text}


def test_child_that_was_killed_is_not_blamed_on_the_file(sandbox):
    # Given a warm child that the system kills while it works
    pid = sandbox.call(WORK + "count", {})["pid"]
    Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()

    assert sandbox.call(WORK + "sleep_in", {"pid": pid})["pid"] != pid


@pytest.mark.parametrize("name", ["abort_in", "run_out_of_memory_in", "stumble_in"])
def test_failure_of_a_used_child_only_is_not_blamed_on_the_file(sandbox, name):
    pid = sandbox.call(WORK + "count", {})["pid"]

    assert sandbox.call(WORK + name, {"pid": pid})["pid"] != pid


@pytest.mark.parametrize(
    ("name", "children"), [("crash", 2), ("swallow", 2), ("stumble", 1), ("spin", 1), ("refuse", 1)]
)
def test_only_a_child_that_died_is_replaced_for_a_second_attempt(sandbox, monkeypatch, name, children):
    started: list[Any] = []
    start = sandbox._started
    monkeypatch.setattr(sandbox, "_started", recording(started, start))

    with pytest.raises(Refused):
        sandbox.call(WORK + name, {})

    assert len(started) == children


@pytest.mark.parametrize(("name", "children"), [("stumble", 2), ("spin", 1), ("refuse", 1)])
def test_file_that_fails_in_a_used_child_is_read_once_more_unless_it_reached_a_limit(
    sandbox, monkeypatch, name, children
):
    started: list[Any] = []
    start = sandbox._started
    monkeypatch.setattr(sandbox, "_started", recording(started, start))
    sandbox.call(WORK + "count", {})

    with pytest.raises(Refused):
        sandbox.call(WORK + name, {})

    assert len(started) == children


def test_child_that_does_not_start_is_not_blamed_on_the_file(sandbox, monkeypatch):
    monkeypatch.setattr(module.sys, "executable", "/bin/false")

    with pytest.raises(SandboxBrokenError, match="does not start"):
        sandbox.call(WORK + "count", {})


def test_processor_time_is_limited_for_each_call(sandbox):
    # Given three calls that together take more processor time than the limit of one
    calls = [sandbox.call(WORK + "compute", {"seconds": 0.7})["pid"] for _ in range(3)]

    assert len(set(calls)) == 1


def test_missing_module_is_not_blamed_on_the_document(sandbox):
    with pytest.raises(SandboxBrokenError, match="no_such_parser"):
        sandbox.call("no_such_parser:read", {})


def test_result_of_another_shape_counts_as_a_crash(sandbox):
    assert sandbox.call(WORK + "double", {"number": 1}, Doubled) == {"number": 2}
    with pytest.raises(ChildFailed) as failure:
        sandbox.call(WORK + "take_over", {"response": '{"result": {"number": "two"}}'}, Doubled)

    assert failure.value.how == "crash"


def test_module_that_only_a_hostile_file_reports_as_missing_is_not_believed(sandbox):
    with pytest.raises(ChildFailed) as failure:
        sandbox.call(WORK + "take_over", {"response": '{"missing": "pypdfium2"}'})

    assert failure.value.how == "crash"
