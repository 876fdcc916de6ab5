"""Functions of the local stage are held to a share of a processor while they are measured."""

import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from bench import cgroups, processor_share

pytestmark = pytest.mark.skipif(
    not Path(f"/proc/self/task/{Path('/proc/self').resolve().name}/children").exists(), reason="Linux shows children."
)
PATIENCE_SECONDS = 60
FUNCTION = "while True: pass"
EMULATOR = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{FUNCTION}'])"


@pytest.fixture
def emulator():
    with subprocess.Popen([sys.executable, "-c", EMULATOR], start_new_session=True) as started:
        while not processor_share.children(started.pid):
            time.sleep(0.01)
        yield started.pid
        for process in (*processor_share.children(started.pid), started.pid):
            processor_share._signal([process], signal.SIGKILL)


def share_used(process, seconds=1.5, expected=lambda _share: True):
    """Measured over these seconds, or for longer until it is as expected: a busy machine may let a process that is held
    by stopping it run for too long first, which is then made up for.
    """
    before, began = processor_share.processor_seconds(process), time.monotonic()
    while True:
        time.sleep(seconds)
        passed = time.monotonic() - began
        share = (processor_share.processor_seconds(process) - before) / passed
        if expected(share) or passed > PATIENCE_SECONDS:
            return share


@pytest.mark.parametrize("groups", [True, False])
def test_function_is_held_to_its_share_and_then_released(emulator, monkeypatch, groups):
    if not groups:
        monkeypatch.setattr(cgroups, "limited", lambda **_: nullcontext())
    (function,) = processor_share.children(emulator)

    with processor_share.held(emulator, 0.1):
        held = share_used(function, expected=lambda share: 0.01 < share < 0.2)

    assert 0.01 < held < 0.2
    # On a busy machine, a free function may get little more for a while.
    assert any(share_used(function) > 1.5 * held for _ in range(20))
