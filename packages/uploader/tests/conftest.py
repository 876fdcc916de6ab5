"""A service, a journal and an archive for the tests of both programs."""

import json

import pytest

import docloft_upload
from docloft_upload import Journal
from packages.uploader.tests.archives import MANIFEST
from packages.uploader.tests.service import Service


@pytest.fixture
def service(monkeypatch):
    service = Service()
    monkeypatch.setattr(docloft_upload, "open_url", service.open_url)
    return service


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "state/journal.jsonl")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "2024 Power bill.pdf").write_bytes(b"%PDF-")
    return tmp_path
