"""What each service is made from: edits reach exactly the services that can run them."""

import pytest

from local import sources
from local.sources import Checksums
from local.stacks import SERVICES
from tools.failure import OperatorError
from tools.local_stage import ROOT


@pytest.fixture
def changed(monkeypatch):
    """Makes a file look as if this line had been added to it."""
    read = sources._read

    def change(path, line=b"\n# edited\n"):
        assert (ROOT / path).is_file()
        monkeypatch.setattr(sources, "_read", lambda name: read(name) + (line if name == path else b""))

    return change


def all_checksums():
    return {service: sources.checksums(service) for service in SERVICES}


@pytest.fixture(scope="module")
def graph():
    """The imports of all modules. Reading them takes longer than everything else; no edit here adds an import."""
    return sources._graph()


@pytest.fixture
def read_once(monkeypatch, graph):
    monkeypatch.setattr(sources, "_graph", lambda: graph)


@pytest.fixture(scope="module")
def unchanged():
    return all_checksums()


def differing(before, after):
    return {
        (service, part)
        for service in before
        for part in Checksums.__slots__
        if getattr(before[service], part) != getattr(after[service], part)
    }


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize(
    ("path", "affected"),
    [
        ("services/api/docloft_api/handler.py", {("api", "code")}),
        ("services/api/docloft_api/openapi.json", {("api", "code")}),
        ("services/worker/docloft_worker/__init__.py", {("worker", "code")}),
        ("services/storage/serverless.yml", {("storage", "config")}),
        ("services/storage/requirements.txt", {("storage", "config")}),
        ("services/api/resources/roles.yml", {("api", "config")}),
        ("frontend/serverless.yml", {("frontend", "config")}),
        ("frontend/index.html", set()),
        ("services/api/README.md", set()),
        ("packages/shared/src/docloft/ids.py", {("storage", "code"), ("worker", "code"), ("api", "code")}),
        ("packages/shared/src/docloft/search/api.py", {("worker", "code"), ("api", "code")}),
        ("packages/shared/src/docloft/sandbox_child.py", {("storage", "code"), ("worker", "code")}),
        ("packages/shared/src/docloft/formats/pdf.py", {("storage", "code"), ("worker", "code"), ("api", "code")}),
        ("serverless.common.yml", {(service, "config") for service in SERVICES}),
        (
            "packages/shared/pyproject.toml",
            {(service, "config") for service in SERVICES},
        ),
    ],
)
def test_edit_affects_only_services_that_run_or_deploy_the_file(unchanged, changed, path, affected):
    changed(path)

    assert differing(unchanged, all_checksums()) == affected


def test_edit_of_the_site_affects_only_its_files(changed):
    before = sources.site_checksum("addresses")

    changed("frontend/index.html")

    assert sources.site_checksum("addresses") != before
    assert sources.site_checksum("other addresses") != sources.site_checksum("addresses")


def test_syntax_error_is_one_line_with_its_place(changed):
    changed("services/api/docloft_api/handler.py", b"\ndef broken(:\n")

    with pytest.raises(OperatorError, match=r"^docloft_api/handler\.py:\d+: invalid syntax\. This is not deployed\.$"):
        sources.require_syntax("api")


def test_package_contains_our_code_and_no_leftovers():
    files = sources.package_files("worker")

    assert {path.split("/")[0] for path in files} == {"docloft_worker", "docloft"}
    assert files["docloft_worker/__init__.py"] == (ROOT / "services/worker/docloft_worker/__init__.py").read_bytes()
    assert not [path for path in files if "__pycache__" in path or "/tests/" in path]


def test_package_of_the_api_contains_the_file_that_its_link_to_the_description_points_to():
    description = sources.package_files("api")["docloft_api/openapi.json"]

    assert (ROOT / "services/api/docloft_api/openapi.json").is_symlink()
    assert description == (ROOT / "docs/openapi.json").read_bytes()


def test_signature_changes_when_a_file_is_changed_or_added(monkeypatch):
    listed = sources._files
    before = sources.signature()

    assert sources.signature() == before
    monkeypatch.setattr(sources, "_files", lambda roots: [*listed(roots), "LICENSE"])
    assert sources.signature() != before


@pytest.fixture
def vanished(monkeypatch):
    """Makes the listing contain files that no longer exist: of the configuration, of the code and of the site."""
    files = sources._files
    gone = {
        "services/api": "services/api/.#serverless.yml",
        "services/api/docloft_api": "services/api/docloft_api/gone.py",
        sources.SHARED: f"{sources.SHARED}/docloft/gone.py",
        "frontend": "frontend/gone.js",
    }
    monkeypatch.setattr(
        sources, "_files", lambda tops: sorted([*files(list(tops)), *(gone[top] for top in tops if top in gone)])
    )


def test_file_that_vanishes_after_the_listing_is_left_out(unchanged, vanished):
    site = sources.site_checksum("")

    assert all_checksums() == unchanged
    assert site == sources.site_checksum("")


def test_file_that_vanishes_after_the_listing_counts_as_changed(monkeypatch):
    before = sources.signature()
    files = sources._files
    monkeypatch.setattr(sources, "_files", lambda tops: [*files(tops), "services/api/docloft_api/gone.py"])

    assert sources.signature() != before


def test_code_that_vanishes_while_its_imports_are_read_is_not_deployed(monkeypatch):
    def vanishing():
        raise FileNotFoundError(2, "No such file or directory", "gone.py")

    monkeypatch.setattr(sources, "_graph", vanishing)

    with pytest.raises(OperatorError, match="was removed"):
        sources.checksums("api")
