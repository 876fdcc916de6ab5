"""The package of each service contains its requirements, the current shared code, and nothing from other services."""

import re
import stat
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

from tests.conftest import ROOT
from tests.contract.copies import EDIT
from tests.contract.templates import SERVICES, load_yaml

AARCH64 = 0xB7
GLIBC = (2, 34)
"""The version in Amazon Linux 2023, the system of python3.13 (AWS: Lambda runtimes; aws-lambda-builders pull request
752).
"""
LIMIT = 250 * 2**20
"""AWS Lambda quota: the unzipped function, including layers."""


@pytest.mark.parametrize("service", SERVICES)
def test_package_contains_the_current_shared_code(packages, service):
    source = packages.copy / "packages/shared/src/docloft"
    shipped = packages.folders[service] / "docloft"

    assert (shipped / "errors.py").read_text().endswith(EDIT)
    files = [file.relative_to(source) for file in source.rglob("*.py")]
    assert len(files) > 10
    assert [str(file) for file in files if (source / file).read_bytes() != (shipped / file).read_bytes()] == []


@pytest.mark.parametrize("service", SERVICES)
def test_package_contains_no_other_service_no_tests_and_no_sdk(packages, service):
    names = {path.name for path in packages.folders[service].iterdir()}

    assert f"docloft_{service}" in names
    assert not {f"docloft_{other}" for other in SERVICES if other != service} & names
    assert not {"boto3", "botocore", "tests", "events", "apispec", "pytest", "moto"} & names


def test_package_of_the_api_has_its_description_as_a_file(packages):
    with zipfile.ZipFile(packages.zips["api"]) as package:
        entry = package.getinfo("docloft_api/openapi.json")
        content = package.read(entry)

    # The upper half of these attributes is the Unix mode: the link to docs/ must not be packaged as a link.
    assert stat.S_ISREG(entry.external_attr >> 16)
    assert content == (packages.copy / "docs/openapi.json").read_bytes()


@pytest.mark.parametrize("service", SERVICES)
def test_package_contains_only_wheels_for_the_cloud(packages, service):
    found = wheels(packages.folders[service])

    assert len(found) > 5
    assert {name: tags for name, tags in found.items() if not any(runs_in_the_cloud(tag) for tag in tags)} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_package_contains_only_binaries_for_the_cloud(packages, service):
    found = machines(packages.folders[service])

    assert set(found.values()) <= {AARCH64}, found
    assert not [name for name in found if (tag := re.search(r"\.cpython-(\d+)-", name)) and tag[1] != "313"], found


@pytest.mark.parametrize("service", SERVICES)
def test_binaries_need_no_newer_c_library_than_the_cloud_has(packages, service):
    needed = {name: glibc_of(path) for name, path in binaries(packages.folders[service]).items()}

    assert needed
    assert {name: version for name, version in needed.items() if version > GLIBC} == {}


def test_newest_symbol_of_a_binary_is_found():
    own = glibc_of(Path(sys.executable).resolve()) if sys.platform == "linux" else (2, 17)

    assert (2, 0) < own < (3, 0)
    assert max(version_of(name) for name in ("GLIBC_2.9", "GLIBC_2.34", "GLIBC_PRIVATE", "GCC_9.0")) == (2, 34)


@pytest.mark.parametrize("service", SERVICES)
def test_unzipped_package_is_within_the_limit(packages, service, record_property):
    size = sum(path.stat().st_size for path in packages.folders[service].rglob("*") if path.is_file())

    record_property("figure", f"{service}: {size / 2**20:.1f} MB unzipped of 250 MB")
    assert size < LIMIT


@pytest.mark.parametrize("service", SERVICES)
def test_package_is_reproducible(packages, service):
    once, again = packages.checksums[service]

    assert once == again


def test_client_of_opensearch_is_packaged_only_where_search_uses_it(packages):
    with zipfile.ZipFile(packages.with_opensearch) as package:
        names = {name.partition("/")[0] for name in package.namelist()}
        size = sum(entry.file_size for entry in package.infolist())

    assert {"opensearchpy", "tantivy", "docloft_api"} <= names
    assert not {"boto3", "botocore", "urllib3", "grpc", "google"} & names
    assert size < LIMIT
    for service in SERVICES:
        assert "opensearchpy" not in {path.name for path in packages.folders[service].iterdir()}


def test_packaging_makes_no_calls_to_aws():
    """Packaging would need credentials, and might deploy placeholders for values that it could not read. In
    packaging/package, which built the packages of these tests, every call to AWS fails.
    """
    described = [ROOT / "serverless.common.yml", *ROOT.glob("services/**/*.yml"), *ROOT.glob("frontend/**/*.yml")]
    lookup = re.compile(r"\$\{(aws|cf|ssm|s3)[:(]")

    assert len(described) > 12
    assert [str(file) for file in described if lookup.search(file.read_text())] == []
    assert "AWS_ENDPOINT_URL=http://127.0.0.1:9" in (ROOT / "packaging/package").read_text()


def wheels(folder: Path) -> dict[str, list[str]]:
    """Every installed distribution with the tags of its wheel."""
    return {
        file.parent.name: re.findall(r"^Tag: (\S+)$", file.read_text(), re.MULTILINE)
        for file in folder.glob("*.dist-info/WHEEL")
    }


def runs_in_the_cloud(tag: str) -> bool:
    """Tags: https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/. Python 3.13 runs on
    Amazon Linux 2023, which has glibc 2.34.
    """
    python, abi, platform = tag.split("-")
    if platform == "any":
        return abi == "none" and "py3" in python.split(".")
    glibc = re.fullmatch(r"manylinux(?:_2_(\d+)|2014)_aarch64", platform)
    of_this_python = (python, abi) == ("cp313", "cp313") or (abi == "none" and python == "py3")
    stable = abi == "abi3" and (version := re.fullmatch(r"cp3(\d+)", python)) is not None and int(version[1]) <= 13
    return glibc is not None and int(glibc[1] or 17) <= 34 and (of_this_python or stable)


def machines(folder: Path) -> dict[str, int]:
    """Every ELF file with the processor in its header (bytes 18 and 19: e_machine)."""
    return {name: int.from_bytes(path.read_bytes()[18:20], "little") for name, path in binaries(folder).items()}


def binaries(folder: Path) -> dict[str, Path]:
    """Every ELF file, by its path in the folder."""
    return {
        str(path.relative_to(folder)): path
        for path in folder.rglob("*")
        if path.is_file() and path.read_bytes()[:4] == b"\x7fELF"
    }


def glibc_of(binary: Path) -> tuple[int, ...]:
    """The newest glibc version that the file needs a symbol of; (0,) if it needs none."""
    with binary.open("rb") as file:
        sections = [one for one in ELFFile(file).iter_sections() if isinstance(one, GNUVerNeedSection)]
        names = [symbol.name for section in sections for _, symbols in section.iter_versions() for symbol in symbols]
    return max(map(version_of, names), default=(0,))


def version_of(symbol: str) -> tuple[int, ...]:
    """The numbers of a symbol version such as GLIBC_2.34; (0,) for other libraries and for GLIBC_PRIVATE."""
    version = re.fullmatch(r"GLIBC_([\d.]+)", symbol)
    return tuple(map(int, version[1].split("."))) if version else (0,)


@pytest.mark.parametrize(
    ("tag", "runs"),
    [
        ("cp313-cp313-manylinux_2_28_aarch64", True),
        ("cp311-abi3-manylinux2014_aarch64", True),
        ("py3-none-any", True),
        ("cp313-cp313-manylinux_2_28_x86_64", False),
        ("cp312-cp312-manylinux_2_28_aarch64", False),
        ("cp314-abi3-manylinux_2_28_aarch64", False),
        ("cp313-cp313-manylinux_2_39_aarch64", False),
        ("cp313-cp313-musllinux_1_2_aarch64", False),
        ("cp313-cp313-macosx_11_0_arm64", False),
        ("py2-none-any", False),
    ],
)
def test_wheel_tag_is_recognised_as_runnable_or_not(tag, runs):
    assert runs_in_the_cloud(tag) is runs


def test_services_and_workspace_have_the_same_versions():
    workspace = pins(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    shared = pins(tomllib.loads((ROOT / "packages/shared/pyproject.toml").read_text())["project"]["dependencies"])
    shipped: dict[str, str] = dict(shared)
    for service in SERVICES:
        lines = (ROOT / "services" / service / "requirements.txt").read_text().splitlines()
        assert lines[0] == "../../packages/shared"
        for name, version in pins(lines[1:]).items():
            assert shipped.setdefault(name, version) == version
    shared_settings = load_yaml(Path("serverless.common.yml"))
    for lines in shared_settings["search_requirements"].values():
        shipped |= pins(lines)
    own_runtime = {"boto3"}

    assert {name: workspace.get(name) for name in shipped} == shipped
    assert set(workspace) - own_runtime - {"docloft"} == set(shipped)


def pins(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        if match := re.fullmatch(r"([A-Za-z0-9_.-]+)(?:\[[a-z0-9,]+\])?==([^ ;]+)", line.strip()):
            found[match[1].lower()] = match[2]
    return found


def test_every_requirement_of_a_separate_environment_is_pinned():
    for name in ("emulator", "runtime", "checkov"):
        lines = Path(ROOT / "local" / f"{name}.txt").read_text().splitlines()
        assert [line for line in lines if line and not line.startswith("#") and "==" not in line] == []
