"""The code in the zips runs on the processor and the Python of the cloud, as far as an emulator shows."""

import json
import shutil
import subprocess

import pytest
from PIL import Image

from docloft import formats
from services.storage.tests import files
from tests.arm64 import debian
from tests.contract.conftest import unzipped
from tests.contract.copies import copy_to, package
from tests.contract.templates import SERVICES, serverless
from tests.narrowing import present
from tests.tiers import ROOT

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "AWS_REGION": "eu-central-1",
    "HOME": "/nonexistent",
    "SITE_ORIGIN": "https://a.b",
}
HANDLERS = [
    (service, function["handler"].rpartition("."))
    for service in SERVICES
    for function in serverless(service)["functions"].values()
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """run(service, function, *arguments): what a function of loading.py returns in the folder of a service's zip."""
    python = debian.python()
    built = package(copy_to(tmp_path_factory.mktemp("arm64") / "copy"), "prod", *SERVICES)
    folders = {service: unzipped(built / service / f"docloft-{service}.zip") for service in SERVICES}
    program = shutil.copy(ROOT / "tests/arm64/loading.py", built)

    # boto3 is in Lambda's runtime, not in the zips; it is pure Python.
    sdk = next((ROOT / ".local/tools/runtime/lib").glob("*/site-packages"))

    def in_zip(service, function, *arguments):
        done = subprocess.run(
            [*python, "-P", str(program), function, *map(json.dumps, arguments)],
            cwd=folders[service],
            env=ENVIRONMENT | {"PYTHONPATH": str(sdk)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return in_zip


@pytest.mark.parametrize(("service", "least"), [("api", 1), ("storage", 20), ("worker", 20)])
def test_every_native_library_is_loaded(run, service, least):
    assert run(service, "load") >= least


@pytest.mark.parametrize(("service", "handler"), HANDLERS)
def test_handler_is_imported(run, service, handler):
    module, _, name = handler

    assert run(service, "has", f"{module}:{name}")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_picture_is_drawn(run, tmp_path, form):
    path = tmp_path / "picture"
    path.write_bytes(files.picture(form=form))
    found = formats.BY_MEDIA_TYPE[Image.MIME[form]]

    drawn = run("storage", "call", found.picture, {"path": str(path)})

    assert max(drawn["width"], drawn["height"]) == 500
    assert drawn["webp"]


def test_pdf_is_drawn_and_read(run, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(files.pdf("Dear reader"))
    pdf = formats.BY_MEDIA_TYPE["application/pdf"]

    drawn = run("storage", "call", pdf.picture, {"path": str(path)})
    read = run("worker", "call", present(pdf.reader).target, present(pdf.reader).arguments(str(path), 0, 1000, 10))

    assert drawn["webp"]
    assert "Dear reader" in read["pages"][0]


def test_page_of_the_web_is_read(run, tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<title>Rent</title><p>The rent is due.</p>")
    reader = present(formats.BY_MEDIA_TYPE["text/html"].reader)

    assert "The rent is due." in run("worker", "call", reader.target, {"path": str(path)})["pages"][0]


def test_language_is_detected(run):
    pages = ["Sehr geehrte Damen und Herren, hiermit kündige ich den Vertrag zum nächsten Termin."]

    assert run("worker", "call", "docloft_worker.language:detect", {"pages": pages}) == "de"


@pytest.mark.parametrize("service", ["api", "worker"])
def test_index_finds_words_by_their_stem(run, service):
    assert run(service, "find", "The contracts are terminated.", "contract") == 1
