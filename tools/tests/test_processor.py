"""The processor time in the table of `python -m tests`."""

import json
import subprocess
import sys

from tests.processor import ByTier

BUSY = "import time\nwhile time.process_time() < 0.5: pass"
ORPHAN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}], start_new_session=True)"


def test_process_that_outlived_its_parent_is_counted():
    script = f"""if True:
        import json, subprocess, sys, time
        from tests import processor
        processor.adopt_orphans()
        subprocess.run([sys.executable, "-c", {ORPHAN!r}], check=True)
        deadline = time.monotonic() + 60
        while processor.seconds() < 0.5 and time.monotonic() < deadline:
            time.sleep(0.05)
        print(json.dumps(processor.seconds()))
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) >= 0.5


def test_time_is_divided_among_the_tiers(monkeypatch):
    clock = iter([3.0, 5.0, 10.0, 11.0])
    monkeypatch.setattr("tests.processor.seconds", lambda: next(clock))
    times = ByTier()

    for tier in ("unit", "unit", "e2e", "unit", ""):
        times.enter(tier)

    assert times.spent == {"unit": 6.0, "e2e": 5.0}
