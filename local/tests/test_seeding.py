from typing import Any

import pytest

from local import seeding
from local.samples import samples
from tools.local_stage import settings


class Owner:
    """Replaces the client of a new stage. `dropped` are the names of the uploaded files."""

    def __init__(self):
        self.dropped = []

    def drop(self, name, _content, _media_type):
        self.dropped.append(name)
        return name

    def wait(self, _document_id):
        """Every document is ready at once."""

    def make_drop_key(self, name):
        return {"key": f"the key of {name}"}


@pytest.fixture
def seeded(monkeypatch):
    """Seeds a new stage of one owner. Returns the owner and what was saved."""

    def seed():
        owner = Owner()
        saved: dict[str, Any] = {}
        monkeypatch.setattr(seeding, "Client", lambda _: owner)
        monkeypatch.setattr(seeding.outputs, "read", lambda: {"drop_key": None, "auth": "api_key"})
        monkeypatch.setattr(seeding.outputs, "save", saved.update)
        settings.cache_clear()
        seeding.seed()
        return owner, saved

    yield seed
    settings.cache_clear()


def test_new_stage_has_samples_and_a_drop_key(seeded):
    owner, saved = seeded()

    assert owner.dropped == [sample.file_name for sample in samples()]
    assert saved["drop_key"] == "the key of Scanner"


def test_new_stage_without_samples_has_a_drop_key(seeded, monkeypatch):
    monkeypatch.setenv("DOCLOFT_SAMPLES", "0")

    owner, saved = seeded()

    assert owner.dropped == []
    assert saved["drop_key"] == "the key of Scanner"
