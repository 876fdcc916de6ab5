"""Time to package for the cloud with uv compared with pip, in one run, and the size of the packages.

    python -m bench.packaging

The real CLI packages each service alternately from two copies of this repository that differ only in the installer.
A first round fills the caches and is not counted. Installing, the part that differs, is also timed separately. The
fastest round counts, because other load only adds time. Takes some minutes and needs the package index.
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
# pip needs every platform by its exact name, and does not apply --only-binary to the folder of our own package.
PIP = [
    "--platform=manylinux2014_aarch64",
    "--platform=manylinux_2_28_aarch64",
    "--implementation=cp",
    "--python-version=3.13",
    "--only-binary=:all:",
]


def with_pip(repository: Path) -> Path:
    """Changes `repository` to package with pip, and returns it."""
    subprocess.run([sys.executable, "-m", "venv", str(repository / "pip")], check=True)
    common = repository / "serverless.common.yml"
    described = yaml.safe_load(common.read_text())
    described["params"]["default"]["pip_arguments"] = PIP
    described["pythonRequirements"]["pythonBin"] = python(repository, "pip")
    common.write_text(yaml.safe_dump(described))
    return repository


def python(repository: Path, installer: str) -> str:
    """The program that the packaging plugin runs to install packages."""
    return str(repository / ("packaging/uv-python" if installer == "uv" else "pip/bin/python"))


def timed(command: list[str], folder: Path) -> float:
    """Elapsed seconds of a command. Raises CalledProcessError."""
    began = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def install(repository: Path, installer: str, service: str, target: Path) -> list[str]:
    """The command that the plugin runs for a service."""
    requirements = str(repository / "services" / service / "requirements.txt")
    described = yaml.safe_load((repository / "serverless.common.yml").read_text())
    arguments = described["params"]["default"]["pip_arguments"]
    return [python(repository, installer), "-m", "pip", "install", *arguments, "-t", str(target), "-r", requirements]


def measure() -> dict[str, object]:
    """The ratio of pip's times to uv's, and the unzipped megabytes of uv's packages."""
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
    """Unzipped megabytes of a package; Lambda's limit is 250."""
    with zipfile.ZipFile(repository / f".local/package/prod/{service}/docloft-{service}.zip") as package:
        return round(sum(file.file_size for file in package.infolist()) / 2**20, 1)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
    sys.exit(0)
