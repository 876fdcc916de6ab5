"""How much memory `receive` and `work` take together with the child that parses the files, of the 512 MB of a function.

    python -m bench.memory [file or folder ...]

Parses each file as the two functions do, in one process for each function, after the largest files that they commonly
get: photos and a scan of 48 million pixels, a text of 4 million characters. Where control groups are allowed, the
processes get 512 MB in all, and one that needs more is killed as in Lambda. Prints the five files that took the most:
memory that cannot be evicted (Anonymous in smaps_rollup, proc_pid_smaps(5)) of both processes at its highest, plus
CODE_MB. AWS is not called; connections are prepared, because TLS takes memory.
"""

import gzip
import json
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import cgroups
from docloft.errors import Refused
from docloft.sandbox import Sandbox

FUNCTION_MB = 512
CODE_MB = 30
"""Code and other file contents that both processes map (measured: 13 MB each, most of them shared)."""

ROOT = Path(__file__).resolve().parents[1]
sys.path.extend(str(ROOT / folder) for folder in ("services/storage", "services/worker"))
_FUNCTIONS = ("receive", "work")
_MB = 1024 * 1024
_SERVICES = 3
"""S3, SQS and DynamoDB."""


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest sum while one file was parsed, in MB. `outcome` is what happened to the file."""

    file: str
    function_mb: float
    child_mb: float
    outcome: str

    @property
    def sum_mb(self) -> float:
        return self.function_mb + self.child_mb + CODE_MB


def measure(function: str, files: Iterable[Path]) -> tuple[list[Peak], int]:
    """The peak of each file, and how many processes were killed. Takes a second plus the parsing time."""
    command = [sys.executable, "-m", "bench.memory", "--inside", function, *map(str, files)]
    with cgroups.limited(memory_bytes=FUNCTION_MB * _MB) as group:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as inside:
            if group:
                group.add(inside.pid)
            assert inside.stdout is not None  # noqa: S101 - for mypy: it is a pipe
            peaks = [Peak(**json.loads(line)) for line in inside.stdout]
        if inside.returncode:
            raise subprocess.CalledProcessError(inside.returncode, command)
        return peaks, group.kills() if group else 0


def largest(function: str, folder: Path) -> list[Path]:
    """Writes the files that take the most memory in this function. `receive`: a PNG, a TIFF and a HEIC of 48 million
    pixels, like the largest that phones and scanners commonly write. `work`: a text with the most characters that are
    kept for one document, some of them four bytes long, so that each takes four bytes in memory.
    """
    return _pictures(folder) if function == "receive" else _long_text(folder)


def _pictures(folder: Path) -> list[Path]:
    from PIL import Image  # noqa: PLC0415 - only here

    image = Image.linear_gradient("L").resize((8000, 6000))
    files = [folder / "photo.png", folder / "scan.tif", folder / "photo.heic"]
    Image.merge("RGBA", [image] * 4).save(files[0], compress_level=1)
    Image.merge("RGB", [image] * 3).save(files[1], compression="tiff_lzw")
    # A file in one colour from the repository: libheif needs an encoder to write HEIC, which we do not have.
    files[2].write_bytes(gzip.decompress(Path(__file__).with_name("photo.heic.gz").read_bytes()))
    return files


def _long_text(folder: Path) -> list[Path]:
    from docloft.texts import MAX_CHARACTERS  # noqa: PLC0415 - only here

    line = "The invoice for the boiler, Gro\u00dfe Stra\u00dfe 12, was paid \U0001f600.\n"
    file = folder / "long.txt"
    file.write_text(line * (MAX_CHARACTERS // len(line) + 1), encoding="utf-8")
    return [file]


def _inside(function: str, files: list[str]) -> None:
    """In the measured process: writes one line of JSON for each file."""
    import conftest  # noqa: F401, PLC0415 - names of tables, as for the tests

    parse, sandbox = _receive() if function == "receive" else _work()
    contexts = [ssl.create_default_context() for _ in range(_SERVICES)]
    for file in files:
        with _highest(sandbox) as peak:
            try:
                outcome = parse(Path(file))
            except Refused as refusal:
                outcome = f"refused: {refusal}"
        print(json.dumps(asdict(Peak(file, peak[0], peak[1], outcome))), flush=True)
    del contexts


def _receive() -> tuple[Callable[[Path], str], Sandbox]:
    from docloft import objects  # noqa: PLC0415 - only the measured function's code
    from docloft.commands import work_queue  # noqa: PLC0415
    from docloft_storage import handler, inspection  # noqa: F401, PLC0415

    objects.client()
    work_queue.client()

    def parse(path: Path) -> str:
        found = inspection.inspect(path)
        return f"{found.media_type}, {'a' if found.thumbnail else 'no'} thumbnail"

    return parse, inspection.sandbox


def _work() -> tuple[Callable[[Path], str], Sandbox]:
    from docloft import formats, objects, texts  # noqa: PLC0415 - only the measured function's code
    from docloft_worker import handler, language, portions, reading  # noqa: F401, PLC0415

    objects.client()

    def parse(path: Path) -> str:
        identified = reading.sandbox.call("docloft_storage.identify:identify", {"path": str(path)})
        reader = formats.BY_MEDIA_TYPE[identified["media_type"]].reader
        if reader is None:
            return "no reader"
        portion = portions.read_file(reading.sandbox, reader, path, time.monotonic() + 240)
        text = texts.Text(tuple(portion["pages"]), language.detect(portion["pages"]), portion["truncated"])
        return f"{text.characters} characters, {len(texts.encode(text))} bytes stored"

    return parse, reading.sandbox


@contextmanager
def _highest(sandbox: Sandbox) -> Iterator[list[float]]:
    """Yields [MB of this process, MB of the sandbox's child] when their sum was highest, complete after the block."""
    peak = [0.0, 0.0]
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(0.005):
            child = sandbox._child  # noqa: SLF001 - only this program needs its process id
            now = [_anonymous("self"), _anonymous(str(child.pid)) if child else 0.0]
            if sum(now) > sum(peak):
                peak[:] = now

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield peak
    finally:
        ended.set()
        sampler.join()


def _anonymous(pid: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        # The process has just ended.
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Anonymous:")), 0.0)


def main(arguments: list[str]) -> int:
    """The exit status: 1 if a file needs more than a function has."""
    if arguments[:1] == ["--inside"]:
        _inside(arguments[1], arguments[2:])
        return 0
    given = [Path(one) for one in arguments]
    files = [file for one in given for file in (sorted(one.rglob("*")) if one.is_dir() else [one]) if file.is_file()]
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        for function in _FUNCTIONS:
            peaks, kills = measure(function, [*largest(function, Path(folder)), *files])
            peaks.sort(key=lambda peak: peak.sum_mb, reverse=True)
            print(f"{function}: {len(peaks)} files, {kills} processes killed at {FUNCTION_MB} MB")
            for peak in peaks[:5]:
                parts = f"{peak.function_mb:.0f} function + {peak.child_mb:.0f} child + {CODE_MB} code"
                print(f"  {peak.sum_mb:4.0f} MB = {parts}  {Path(peak.file).name}: {peak.outcome}")
            status |= int(kills > 0 or any(peak.sum_mb > FUNCTION_MB for peak in peaks))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
