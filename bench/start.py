"""Compares the first start with installing alone: all of `make run` in one fresh clone, `npm ci` and `uv sync` in
another.

    python -m bench.start

Takes some minutes; needs the package registries, and port 25566 free.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = "25566"


def timed(command: list[str], folder: Path, **environment: str) -> float:
    """Elapsed seconds of a command. Raises CalledProcessError."""
    began = time.monotonic()
    subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def measure() -> dict[str, float]:
    """The ratios of the first and second start to installing, and the seconds of the second start."""
    with tempfile.TemporaryDirectory() as scratch:
        alone, whole = Path(scratch, "alone"), Path(scratch, "whole")
        for folder in (alone, whole):
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        caches = {"UV_CACHE_DIR": str(Path(scratch, "uv-2")), "npm_config_cache": str(Path(scratch, "npm-2"))}
        first = timed(["make", ".installed"], whole, **caches)
        start = [str(whole / ".venv/bin/python"), "-m", "local", "start"]
        first += timed(start, whole, DOCLOFT_PORT=PORT, **caches)
        stop = [str(whole / ".venv/bin/python"), "-m", "local", "stop"]
        subprocess.run(stop, cwd=whole, env={**os.environ, "DOCLOFT_PORT": PORT}, check=True)
        # Uses the uv that the first clone installed, because a fresh machine has none.
        caches = {"UV_CACHE_DIR": str(Path(scratch, "uv-1")), "npm_config_cache": str(Path(scratch, "npm-1"))}
        installing = timed(["npm", "ci", "--ignore-scripts"], alone, **caches)
        installing += timed([str(whole / ".local/tools/bin/uv"), "sync", "--frozen"], alone, **caches)
        second = timed(["sh", "local/bootstrap.sh"], whole, **caches) + timed(start, whole, DOCLOFT_PORT=PORT, **caches)
        subprocess.run(stop, cwd=whole, env={**os.environ, "DOCLOFT_PORT": PORT}, check=True)
        shutil.rmtree(whole / ".local", ignore_errors=True)
    return {
        "first_start_to_installing": round(first / installing, 2),
        "second_start_to_installing": round(second / installing, 2),
        "second_start_seconds": round(second, 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
    sys.exit(0)
