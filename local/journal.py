"""A journal: lines of JSON, appended to numbered files. A line that was appended is kept when the process dies (not
a power cut: the operating system writes it to disk within seconds).
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any


class Journal:
    """Appends to the newest of its files. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = Lock()
        self._number = max(self.numbers(), default=0)
        self._file = -1
        self.begin_file()

    def numbers(self) -> list[int]:
        """The numbers of its files, oldest first."""
        return sorted(int(file.stem) for file in self._folder.glob("*.jsonl"))

    def append(self, entry: Any) -> None:
        """Writes one line, all of it or, when the process is killed meanwhile, a part that `entries` skips."""
        line = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            while line:
                line = line[os.write(self._file, line) :]

    def begin_file(self) -> int:
        """Begins the next file and returns the number of the one before it."""
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
            self._number += 1
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._file = os.open(self._folder / f"{self._number:012}.jsonl", flags, 0o600)
            return self._number - 1

    def remove_through(self, number: int) -> None:
        """Removes the file with this number and all older ones."""
        for old in self.numbers():
            if old <= number:
                self._path(old).unlink(missing_ok=True)

    def entries(self) -> Iterator[Any]:
        """Everything in its files, oldest first, without a line that is cut off."""
        for number in self.numbers():
            with self._path(number).open("rb") as lines:
                for line in lines:
                    if line.endswith(b"\n"):
                        yield json.loads(line)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:012}.jsonl"
