"""Packaging for the cloud with uv against pip, in one run, and what the packages weigh.

    python -m bench.packaging

Each service is packaged by the real CLI from two copies of this repository that differ in the installer alone, in turn,
after one round that fills the caches and is not counted. Takes some minutes; needs the package index.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from tests.contract.copies import copy_to

SERVICES = ("storage", "worker", "api")
ROUNDS = 3
UV_ARGUMENTS = """      - --python-platform=aarch64-manylinux_2_28
      - --python-version=3.13
      - "--only-binary=:all:"
      - "--no-binary=docloft"
"""
# pip takes each platform by its name only, and a folder is no binary to it anyway.
PIP_ARGUMENTS = """      - --platform=manylinux2014_aarch64
      - --platform=manylinux_2_28_aarch64
      - --implementation=cp
      - --python-version=3.13
      - "--only-binary=:all:"
"""


def with_pip(repository: Path) -> Path:
    """`repository`, packaging with pip from now on. Raises ValueError if it no longer says how it packages."""
    subprocess.run([sys.executable, "-m", "venv", str(repository / "pip")], check=True)
    common = repository / "serverless.common.yml"
    text = common.read_text()
    for old, new in (
        ("pythonBin: ../../packaging/uv-python", f"pythonBin: {repository}/pip/bin/python"),
        (UV_ARGUMENTS, PIP_ARGUMENTS),
    ):
        if old not in text:
            raise ValueError(f"serverless.common.yml no longer has:\n{old}")
        text = text.replace(old, new)
    common.write_text(text)
    return repository


def package(repository: Path, service: str) -> float:
    """Wall seconds. Raises CalledProcessError."""
    began = time.monotonic()
    command = ["sh", "packaging/package", "prod", service]
    subprocess.run(command, cwd=repository, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def measure() -> dict[str, object]:
    """Times of pip over times of uv, whole packaging, and megabytes unzipped of uv's packages."""
    os.environ.pop("AWS_PROFILE", None)
    with tempfile.TemporaryDirectory() as scratch:
        repositories = {
            "uv": copy_to(Path(scratch).resolve() / "uv"),
            "pip": with_pip(copy_to(Path(scratch).resolve() / "pip")),
        }
        times: dict[tuple[str, str], list[float]] = {}
        for counted in range(ROUNDS + 1):
            for service in SERVICES:
                for installer, repository in repositories.items():
                    seconds = package(repository, service)
                    if counted:
                        times.setdefault((installer, service), []).append(seconds)
        sizes = {}
        for service in SERVICES:
            with zipfile.ZipFile(repositories["uv"] / f".local/package/prod/{service}/docloft-{service}.zip") as zipped:
                sizes[service] = round(sum(file.file_size for file in zipped.infolist()) / 2**20, 1)
    medians = {key: statistics.median(seconds) for key, seconds in times.items()}
    whole = {installer: sum(medians[installer, service] for service in SERVICES) for installer in ("uv", "pip")}
    return {
        "pip_to_uv": round(whole["pip"] / whole["uv"], 2),
        "pip_to_uv_by_service": {
            service: round(medians["pip", service] / medians["uv", service], 2) for service in SERVICES
        },
        "megabytes_unzipped": sizes,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
    sys.exit(0)
