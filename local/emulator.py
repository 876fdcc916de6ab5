"""The emulator's process: started once, identified as ours, and stopped so that its state is kept."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tools.failure import OperatorError
from tools.local_stage import REGION, ROOT, TOOLS, settings

_START_SECONDS = 90
# Saving 20 MB of state takes 6 s (measured).
_STOP_SECONDS = 120
_ENDING_SECONDS = 3


def start() -> bool:
    """Starts the emulator unless it is up; returns whether it did. Raises OperatorError when another program has the
    port, or when the emulator does not start.
    """
    here = settings()
    if is_up():
        return False
    require_free(here.port, "DOCLOFT_PORT=5566 make run")
    stop()
    scratch = here.home / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    for folder in (scratch, here.home / "emulator" / "state", here.home / "emulator" / "s3"):
        folder.mkdir(parents=True, exist_ok=True)
    # Its health page returns this name, which distinguishes it from another instance on this port.
    name = f"docloft-{secrets.token_hex(8)}"
    with log_file().open("ab") as log:
        started = subprocess.Popen(
            [str(TOOLS / "emulator/bin/python"), str(ROOT / "local/launcher.py"), str(ROOT / "local/interpreter")],
            env=_environment() | {"MINISTACK_VERSION": name},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _pid_file().write_text(json.dumps({"pid": started.pid, "name": name}))
    deadline = time.monotonic() + _START_SECONDS
    while not is_up():
        if started.poll() is not None or time.monotonic() > deadline:
            _pid_file().unlink(missing_ok=True)
            raise OperatorError(f"The emulator did not start. The end of {log_file()}:\n{last_lines(log_file())}")
        time.sleep(0.1)
    return True


def is_up() -> bool:
    """Whether the process that this stage started responds at its port."""
    written = _written()
    return written is not None and _alive(written[0]) and _name_at(settings().port) == written[1]


def process_id() -> int:
    """Raises OperatorError unless it is up."""
    written = _written()
    if written is None or not is_up():
        raise OperatorError("The local stage is not running. Run: make run")
    return written[0]


def stop() -> bool:
    """Ends the emulator, waits until it has saved its state, and returns whether it was running. Idempotent."""
    written = _written()
    if written is None:
        return False
    pid, _ = written
    # The process id alone may belong to another program by now.
    found = _alive(pid) and (is_up() or _is_launcher(pid))
    if found:
        end(pid, _STOP_SECONDS)
    _pid_file().unlink(missing_ok=True)
    return found


def end(pid: int, seconds: float) -> None:
    """Sends SIGTERM to the process group, and SIGKILL to processes still running after `seconds`."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def require_free(port: int, instead: str) -> None:
    """Raises OperatorError when another program listens at this port of the loopback interface. Waits a moment for one
    that is ending: a stage that was killed keeps its port until its memory is freed.
    """
    deadline = time.monotonic() + _ENDING_SECONDS
    while not _is_free(port):
        if time.monotonic() > deadline:
            raise OperatorError(f"Port {port} is used by another program. Stop that one, or use other ports: {instead}")
        time.sleep(0.05)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def last_lines(file: Path, count: int = 20) -> str:
    with suppress(FileNotFoundError):
        return "\n".join(file.read_text(errors="replace").splitlines()[-count:])
    return ""


def _name_at(port: int) -> str | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_ministack/health")
        return str(json.loads(connection.getresponse().read())["version"])
    except (OSError, HTTPException, ValueError, KeyError):
        return None
    finally:
        connection.close()


def _written() -> tuple[int, str] | None:
    try:
        written = json.loads(_pid_file().read_text())
        return int(written["pid"]), str(written["name"])
    except (FileNotFoundError, ValueError, KeyError):
        return None


def is_running() -> bool:
    """Whether the process that this stage started still exists. Cheap to poll; `is_up` also checks that it responds."""
    written = _written()
    return written is not None and _alive(written[0])


def has_died() -> bool:
    """Whether the emulator was started and its process has ended without `stop`. Cheap enough to poll."""
    written = _written()
    return written is not None and not _alive(written[0])


def _alive(pid: int) -> bool:
    # A child of this process stays a zombie until it is waited for.
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Whether the process has ended but its parent, which need not be this process, has not waited for it. In a
    container that may never happen.
    """
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        with suppress(OSError):
            # The state follows the name, which is in parentheses and may contain any character (man proc_pid_stat).
            return stat.read_text(errors="replace").rpartition(")")[2].split()[0] == "Z"
        return False
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip().startswith("Z")


def _is_launcher(pid: int) -> bool:
    found = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "launcher.py" in found.stdout


def _pid_file() -> Path:
    return settings().home / "emulator.pid"


def log_file() -> Path:
    settings().home.mkdir(parents=True, exist_ok=True)
    return settings().home / "emulator.log"


def calls_file() -> Path:
    """Where the emulator records each call by a role, once: a JSON object a line with `role`, `action`, `resource` and
    `allowed`. Kept until `make reset`.
    """
    return settings().home / "calls.jsonl"


def _environment() -> dict[str, str]:
    """MiniStack's settings (see its README). Nothing from this machine's own AWS configuration is passed on."""
    here = settings()
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(here.home / "emulator"),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "TMPDIR": str(here.home / "tmp"),
        "GATEWAY_PORT": str(here.port),
        # By default it listens on every interface, and any key has root rights.
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        # Otherwise it opens 0.0.0.0:8883.
        "IOT_MTLS_ENABLED": "0",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(here.home / "emulator" / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(here.home / "emulator" / "s3"),
        "PYTHONUNBUFFERED": "1",
        "DOCLOFT_CALLS": str(calls_file()),
        "DOCLOFT_DEBUG": os.environ.get("DOCLOFT_DEBUG", ""),
        "DOCKER_HOST": "unix:///nowhere",
    }
