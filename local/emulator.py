"""The emulator as a process: started once, proven to be ours, stopped so that it keeps what it holds."""

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
# State is saved on a clean stop only; 20 MB take 6 s (measured).
_STOP_SECONDS = 120


def start() -> bool:
    """Starts the emulator, if it is not up; answers whether it had to. Raises OperatorError when the port is taken by
    something else or it does not come up.
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
    # Its health page repeats this: only our own process can know it, whoever else may answer at this port.
    name = f"docloft-{secrets.token_hex(8)}"
    with _log().open("ab") as log:
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
            raise OperatorError(f"The emulator did not start. Its last words are in {_log()}:\n{last_lines(_log())}")
        time.sleep(0.1)
    return True


def is_up() -> bool:
    """True when the process we started answers at our port."""
    written = _written()
    return written is not None and _alive(written[0]) and _name_at(settings().port) == written[1]


def stop() -> bool:
    """Ends it and waits until it has saved everything; answers whether there was one. Idempotent."""
    written = _written()
    if written is None:
        return False
    pid, _ = written
    # A number alone may belong to another program by now.
    found = _alive(pid) and (is_up() or _is_launcher(pid))
    if found:
        end(pid, _STOP_SECONDS)
    _pid_file().unlink(missing_ok=True)
    return found


def end(pid: int, seconds: float) -> None:
    """SIGTERM to the process group, and SIGKILL to what is still there after `seconds`."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def require_free(port: int, instead: str) -> None:
    """Raises OperatorError when somebody listens at this port of the loopback interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise OperatorError(
                f"Port {port} is used by another program. Stop that one, or use other ports: {instead}"
            ) from error


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


def _alive(pid: int) -> bool:
    # A child of this very process stays as a zombie until somebody asks for its end.
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _is_launcher(pid: int) -> bool:
    found = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "launcher.py" in found.stdout


def _pid_file() -> Path:
    return settings().home / "emulator.pid"


def _log() -> Path:
    settings().home.mkdir(parents=True, exist_ok=True)
    return settings().home / "emulator.log"


def _environment() -> dict[str, str]:
    """MiniStack's settings (see its README), and nothing of this machine's AWS account."""
    here = settings()
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(here.home / "emulator"),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "TMPDIR": str(here.home / "tmp"),
        "GATEWAY_PORT": str(here.port),
        # The default is every interface, and any key is root.
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
        "DOCKER_HOST": "unix:///nowhere",
    }
