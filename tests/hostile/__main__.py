"""Writes the hostile files into a folder: `python -m tests.hostile FOLDER`."""

import sys
from pathlib import Path

from tests.hostile.cases import CASES, COSTLY


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for case in (*CASES, *COSTLY):
        (folder / case.name).write_bytes(case.content())
    print(f"{len(CASES) + len(COSTLY)} files in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
