from types import SimpleNamespace
from typing import Any

import pytest

from local import sample_filing, seeding
from local.samples import samples
from tools.local_stage import settings


class Owner:
    """Replaces the client of a new stage. `dropped` are the names of the uploaded files, `filed` what was sent of
    each.
    """

    def __init__(self):
        self.dropped = []
        self.filed = {}

    def drop(self, name, _content, _media_type):
        self.dropped.append(name)
        return name

    def wait(self, _document_id):
        """Every document is ready at once."""

    def request(self, method, path, json=None, headers=None):
        if method == "PATCH":
            assert headers == {"If-Match": '"3"'}
            self.filed[path.removeprefix("/v1/documents/")] = json
        return SimpleNamespace(
            headers={"ETag": '"3"'},
            json=lambda: {"id": f"id of {json['name']}"},
            raise_for_status=lambda: None,
        )

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


def test_some_of_the_samples_are_filed(seeded):
    owner, _ = seeded()

    assert owner.filed.keys() == sample_filing.DEMO.keys()
    assert owner.filed["Travel insurance policy.pdf"] == {
        "sender": "id of Albatross Travel Insurance",
        "kind": "id of Contract",
        "document_date": "2025-03-03",
        "inbox": False,
    }
    assert owner.filed["Rental agreement Harbour Street 12.pdf"]["tags"] == ["id of Home"]


def test_new_stage_without_samples_has_a_drop_key(seeded, monkeypatch):
    monkeypatch.setenv("DOCLOFT_SAMPLES", "0")

    owner, saved = seeded()

    assert owner.dropped == []
    assert saved["drop_key"] == "the key of Scanner"
