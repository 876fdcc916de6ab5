"""Events of a function wait while it handles others."""

import subprocess
from pathlib import Path

from tools.local_stage import TOOLS


def test_events_wait_for_their_turn_and_requests_do_not():
    script = Path(__file__).with_name("simultaneous_events.py")
    done = subprocess.run(
        [str(TOOLS / "emulator/bin/python"), str(script)], capture_output=True, text=True, check=False, timeout=300
    )

    assert done.returncode == 0, done.stderr
    limit, events, handled, requests = map(int, done.stdout.split())
    assert events == limit
    assert handled == 40
    assert requests > limit
