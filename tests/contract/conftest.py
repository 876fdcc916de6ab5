"""Packages every service with the real CLI, once in a test run and only as far as the chosen tests need it.

Templates do not depend on the content of the zips, so those of every kind of deployment are built without Python
requirements. Zips are built for the cloud from a copy of this repository with edited shared code, and again from
another copy. What was packaged before in these copies, before the edit, must not be in them: the API with OpenSearch in
one, the API of the local stage in the other. Only the zips of the API are compressed as for a deploy, because
compressing takes most of the time. The packages of the local stage are tested where one is deployed
(tests/local/test_packages.py).
"""

import hashlib
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.contract.copies import UNCOMPRESSED, copy_to, edit, package, templates_of_every_kind
from tests.contract.templates import SERVICES

TOUCHED = 1_000_000_000
"""A modification time that no file has."""


@dataclass(frozen=True)
class Zips:
    """The zips, the folders they were unzipped into, for each zip its checksums in the two builds, and the zip of the
    API with OpenSearch.
    """

    zips: dict[str, Path]
    with_opensearch: Path
    folders: dict[str, Path]
    checksums: dict[str, tuple[str, str]]


class Packages:
    """What a deploy of `copy` would upload. Built at first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def templates(self) -> dict[str, dict[str, Any]]:
        """By kind of deployment (rules.registry.STAGES) and stack."""
        return templates_of_every_kind(self.folder)

    @cached_property
    def copy(self) -> Path:
        """The copy of this repository that `zips` and `folders` were built from."""
        return copy_to(self.folder / "here")

    @cached_property
    def _zips(self) -> Zips:
        elsewhere = copy_to(self.folder / "elsewhere" / "another-name")

        def once() -> Path:
            package(
                self.copy,
                "prod",
                "api",
                parameters={"search": "opensearch"},
                environment=UNCOMPRESSED,
                target=self.folder / "opensearch",
            )
            edit(self.copy)
            return both(self.copy)

        def again() -> Path:
            # Nothing for this machine's processor may be left for the cloud.
            package(elsewhere, "local", "api", environment=UNCOMPRESSED)
            edit(elsewhere)
            for file in (elsewhere / "packages").rglob("*"):
                os.utime(file, (TOUCHED, TOUCHED))
            return both(elsewhere)

        def both(copy: Path) -> Path:
            package(copy, "prod", "storage", "worker", environment=UNCOMPRESSED)
            return package(copy, "prod", "api")

        with ThreadPoolExecutor(2) as together:
            prod, prod_again = together.map(lambda build: build(), (once, again))

        def zipped(of: Path, service: str) -> Path:
            return of / service / f"docloft-{service}.zip"

        return Zips(
            zips={service: zipped(prod, service) for service in SERVICES},
            with_opensearch=zipped(self.folder / "opensearch/prod", "api"),
            folders={service: unzipped(zipped(prod, service)) for service in SERVICES},
            checksums={
                service: (checksum(zipped(prod, service)), checksum(zipped(prod_again, service)))
                for service in SERVICES
            },
        )

    @property
    def zips(self) -> dict[str, Path]:
        return self._zips.zips

    @property
    def with_opensearch(self) -> Path:
        return self._zips.with_opensearch

    @property
    def folders(self) -> dict[str, Path]:
        return self._zips.folders

    @property
    def checksums(self) -> dict[str, tuple[str, str]]:
        return self._zips.checksums


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    return Packages(tmp_path_factory.mktemp("packages"))


def unzipped(package: Path) -> Path:
    with zipfile.ZipFile(package) as opened:
        opened.extractall(package.parent / "unzipped")
    return package.parent / "unzipped"


def checksum(package: Path) -> str:
    return hashlib.sha256(package.read_bytes()).hexdigest()
