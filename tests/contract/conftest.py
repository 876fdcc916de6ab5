"""Packages every service with the real CLI, once per test run: for the cloud from a copy of this repository with edited
shared code, then for the cloud and for the local stage from another copy. The second package for the cloud has a custom
domain, which changes the templates but no zip.
"""

import hashlib
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.contract.copies import OWN_DOMAIN, WEBSITE, copy_to, edit, package, single_owner, templates
from tests.contract.templates import SERVICES

TOUCHED = 1_000_000_000
"""A modification time that no file has."""


@dataclass(frozen=True)
class Packages:
    """What a deploy of `copy` would upload: zips and unzipped folders for the cloud, unzipped folders for this machine,
    checksums of the zips of both builds, and templates by kind of deployment (rules.registry.STAGES) and stack.
    """

    copy: Path
    zips: dict[str, Path]
    folders: dict[str, Path]
    local_folders: dict[str, Path]
    checksums: dict[str, tuple[str, str]]
    templates: dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    here = copy_to(tmp_path_factory.mktemp("repository") / "here")
    elsewhere = copy_to(tmp_path_factory.mktemp("repository-elsewhere") / "another-name")

    def once() -> Path:
        package(here, "prod", "api")
        edit(here)
        return package(here, "prod")

    def again() -> tuple[Path, Path, dict[str, dict[str, Any]]]:
        edit(elsewhere)
        for file in (elsewhere / "packages").rglob("*"):
            os.utime(file, (TOUCHED, TOUCHED))
        local = package(elsewhere, "local")
        people = templates(local)
        owner = single_owner(elsewhere, people)
        prod = package(elsewhere, "prod", parameters=OWN_DOMAIN)
        domain = templates(prod)
        website = templates(package(elsewhere, "prod", "frontend", parameters=WEBSITE), "frontend")
        made = {"local": people, "single_owner": owner, "domain": domain, "website": website}
        return local, prod, made

    with ThreadPoolExecutor(2) as together:
        first, second = together.submit(once), together.submit(again)
        prod, (local, prod_again, made) = first.result(), second.result()

    def zipped(of: Path, service: str) -> Path:
        return of / service / f"docloft-{service}.zip"

    return Packages(
        here,
        zips={service: zipped(prod, service) for service in SERVICES},
        folders={service: unzipped(zipped(prod, service)) for service in SERVICES},
        local_folders={service: unzipped(zipped(local, service)) for service in SERVICES},
        checksums={
            service: (checksum(zipped(prod, service)), checksum(zipped(prod_again, service))) for service in SERVICES
        },
        templates={"prod": templates(prod), **made, "website": templates(prod) | made["website"]},
    )


def unzipped(package: Path) -> Path:
    with zipfile.ZipFile(package) as opened:
        opened.extractall(package.parent / "unzipped")
    return package.parent / "unzipped"


def checksum(package: Path) -> str:
    return hashlib.sha256(package.read_bytes()).hexdigest()
