"""Packaging for the cloud with uv against pip, in one run, and what the packages weigh.

    python -m bench.packaging

Each service is packaged by the real CLI from two copies of this repository that differ in the installer alone, in turn,
after one round that fills the caches and is not counted; installing, which is the part that differs, is timed once more
by itself. The fastest of each counts, as whatever else the machine does only adds. Takes some minutes; needs the index.
"""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import yaml

from tests.contract.copies import copy_to

SERVICES = ("storage", "worker", "api")
ROUNDS = 3
# pip takes each platform by its name only, and a folder is no binary to it anyway.
PIP = [
    "--platform=manylinux2014_aarch64",
    "--platform=manylinux_2_28_aarch64",
    "--implementation=cp",
    "--python-version=3.13",
    "--only-binary=:all:",
]


def with_pip(repository: Path) -> Path:
    """`repository`, packaging with pip from now on."""
    subprocess.run([sys.executable, "-m", "venv", str(repository / "pip")], check=True)
    common = repository / "serverless.common.yml"
    described = yaml.safe_load(common.read_text())
    described["params"]["default"]["pip_arguments"] = PIP
    described["pythonRequirements"]["pythonBin"] = python(repository, "pip")
    common.write_text(yaml.safe_dump(described))
    return repository


def python(repository: Path, installer: str) -> str:
    """What the packaging plugin calls to install."""
    return str(repository / ("packaging/uv-python" if installer == "uv" else "pip/bin/python"))


def timed(command: list[str], folder: Path) -> float:
    """Wall seconds. Raises CalledProcessError."""
    began = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def install(repository: Path, installer: str, service: str, target: Path) -> list[str]:
    """The command the plugin runs for a service."""
    requirements = str(repository / "services" / service / "requirements.txt")
    described = yaml.safe_load((repository / "serverless.common.yml").read_text())
    arguments = described["params"]["default"]["pip_arguments"]
    return [python(repository, installer), "-m", "pip", "install", *arguments, "-t", str(target), "-r", requirements]


def measure() -> dict[str, object]:
    """Times of pip over times of uv, and megabytes unzipped of uv's packages."""
    best: dict[tuple[str, str, str], float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch).resolve()
        repositories = {"uv": copy_to(here / "uv"), "pip": with_pip(copy_to(here / "pip"))}
        for counted in range(ROUNDS + 1):
            for service in SERVICES:
                for installer, repository in repositories.items():
                    folder = repository / "services" / service
                    target = here / f"{installer}-{service}-{counted}"
                    whole = timed(["sh", "packaging/package", "prod", service], repository)
                    alone = timed(install(repository, installer, service, target), folder)
                    if counted:
                        for what, seconds in (("packaging", whole), ("installing", alone)):
                            key = (what, installer, service)
                            best[key] = min(seconds, best.get(key, seconds))
        sizes = {service: unzipped(repositories["uv"], service) for service in SERVICES}
    ratios: dict[str, object] = {}
    for what in ("packaging", "installing"):
        sums = {installer: sum(best[what, installer, service] for service in SERVICES) for installer in repositories}
        ratios[f"{what}_pip_to_uv"] = round(sums["pip"] / sums["uv"], 2)
    return ratios | {"megabytes_unzipped": sizes}


def unzipped(repository: Path, service: str) -> float:
    """Megabytes of what Lambda unpacks, of 250."""
    with zipfile.ZipFile(repository / f".local/package/prod/{service}/docloft-{service}.zip") as package:
        return round(sum(file.file_size for file in package.infolist()) / 2**20, 1)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
    sys.exit(0)
