"""Writes the hostile files into a folder: `python -m tests.hostile FOLDER`."""

import argparse
from pathlib import Path

from tests.hostile.cases import CASES, COSTLY


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.hostile", description="Writes the hostile files into a folder."
    )
    parser.add_argument("folder", type=Path, help="created if it does not exist")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for case in (*CASES, *COSTLY):
        (folder / case.name).write_bytes(case.content())
    print(f"{len(CASES) + len(COSTLY)} files in {folder}")


if __name__ == "__main__":
    main()
