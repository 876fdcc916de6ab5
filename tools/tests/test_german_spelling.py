"""The check of the German spelling: what it finds, and that it reads every catalogue."""

import pytest
from hunspell import Hunspell

from tools import german_spelling
from tools.local_stage import ROOT


@pytest.fixture(scope="module")
def dictionary():
    return Hunspell("index", hunspell_data_dir=str(ROOT / "node_modules/dictionary-de"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Das Dokumment wird gelesen.", "Dokumment"),
        ("Die Seite wurde gelösct: {reason}", "gelösct"),
        ("Aufbewarungsfrist", "Aufbewarungsfrist"),
        ("Das dokument ist da.", "dokument"),
        ("Eine Windows-Verknüpfumg", "Verknüpfumg"),
    ],
)
def test_misspelt_word_is_found(dictionary, text, word):
    assert list(german_spelling.unknown(text, dictionary)) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "Die Aufbewahrungsfrist eines Mietvertrags endet.",
        "{documnet} und `serverles publsih` in scna.pdf",
        "Eine Suche wie titel:rechnung findet https://exampel.org/dokumment.",
        "<b>Zeile</b>\\nNoch eine",
    ],
)
def test_compounds_and_text_that_is_not_prose_are_not_reported(dictionary, text):
    assert list(german_spelling.unknown(text, dictionary)) == []


def test_every_catalogue_and_the_invitation_are_read():
    places = {place.partition(":")[0] for place, _ in german_spelling.texts()}

    assert places == {
        "services/api/invitation.yml",
        *(str(file.relative_to(ROOT)) for file in (ROOT / "frontend/src").rglob("strings.de.js")),
    }
    assert len(places) > 25


def test_word_that_is_allowed_and_used_nowhere_is_reported(monkeypatch, tmp_path):
    words = tmp_path / "words.toml"
    words.write_text('words = ["Zauberbohne"]')
    monkeypatch.setattr(german_spelling, "WORDS", words)
    monkeypatch.setattr(german_spelling, "texts", lambda: [("a.js:1", "Ein Dokumment")])

    assert german_spelling.findings() == ["a.js:1: Dokumment", "words.toml: no text contains Zauberbohne"]
