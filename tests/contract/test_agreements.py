"""Data that one service writes and another reads. Services are deployed separately, each with its own copy of the
shared code, so a message, an item or an object may be older or newer than its reader. Samples of all versions are
frozen in tests/events and must stay readable; a change that breaks a sample needs a new version.
"""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docloft import commands, formats, objects, tables, texts
from docloft.lifecycle.gaps import Gap
from docloft.reasons import REASONS
from docloft.search.api import SENTENCES
from docloft.search.index import manifest
from docloft.search.query import selections
from docloft.tables import records
from docloft.tables.records import Record
from docloft_storage import handler as storage
from docloft_worker import index_handler
from tests.conftest import ROOT
from tests.contract.templates import load_yaml

SAMPLES = ROOT / "tests/events"


ITEMS = sorted((SAMPLES / "items").glob("*.json"))


MODELS: dict[str, Any] = {
    "document": tables.documents.Document,
    "job": tables.jobs.Job,
    "history": tables.history.HistoryEvent,
    **{f"library.{Record.record_kind.get_discriminator(kind)}": kind for kind in records.KINDS},
}
"""Models by the name of their samples, `<name>.v<number>.json`."""


LIBRARY, DOCUMENT = "0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10", "01JDDRKX3W8F5V2N6Q4T7Z9B1C"


@pytest.mark.parametrize("sample", sorted((SAMPLES / "commands").glob("*.json")), ids=lambda path: path.stem)
def test_frozen_command_is_decoded_and_encoded_again(sample):
    """storage and api send commands, worker receives them."""
    body = json.loads(sample.read_text())

    command = commands.decode(json.dumps(body))

    assert json.loads(commands.encode(command)).items() >= body.items()


def test_command_with_an_unknown_field_is_decoded():
    body = json.loads((SAMPLES / "commands/read.v1.json").read_text())

    assert commands.decode(json.dumps({**body, "priority": "low"})) == commands.decode(json.dumps(body))


def samples_of(name):
    """Frozen items, oldest first."""
    return sorted((SAMPLES / "items").glob(f"{name}.v*.json"), key=lambda path: int(path.stem.rpartition(".v")[2]))


def read_item(sample):
    """Loads an item of DynamoDB as the services do."""
    name = sample.stem.split(".")[0]
    model = tables.library.LibraryItem if name == "library" else MODELS[name]
    return model.from_raw_data(json.loads(sample.read_text()))


@pytest.mark.parametrize("sample", ITEMS, ids=lambda path: path.stem)
def test_frozen_item_is_loaded_completely(sample):
    """Every service reads items of the four tables that others wrote."""
    read = read_item(sample)

    values = list(read.serialize(null_check=True).values())
    assert type(read) is MODELS[sample.stem.rpartition(".v")[0]]
    assert all(value in values for value in json.loads(sample.read_text()).values())


@pytest.mark.parametrize("name", MODELS)
def test_item_is_written_as_in_its_newest_sample(name):
    """A new attribute must be in a frozen sample, so that it cannot be renamed later."""
    newest = samples_of(name)[-1]
    item = json.loads(newest.read_text())

    assert read_item(newest).serialize() == item, "an attribute was renamed, dropped, or has another type now"
    new = set(MODELS[name].get_attributes()) - set(item)
    assert new == set(), f"copy {newest.name} to the next number in tests/events/items, and add these there"


def test_item_with_an_unknown_attribute_is_loaded():
    """A service that is deployed first writes attributes that the others do not know yet."""
    item = json.loads((SAMPLES / "items/document.v1.json").read_text())

    assert tables.documents.Document.from_raw_data({**item, "mood": {"S": "good"}}).title == "Invoice"


@pytest.mark.parametrize("name", sorted(index_handler.INDEXED))
def test_attribute_that_indexing_compares_is_in_the_table(name):
    """The worker compares attributes of stream records by name, without loading them into a model."""
    assert name in tables.documents.Document.get_attributes()


def test_frozen_stream_record_is_handled():
    event = json.loads((SAMPLES / "stream/changed.v1.json").read_text())

    changed = index_handler.changes(event["Records"])

    assert {library: list(documents) for library, documents in changed.items()} == {LIBRARY: [DOCUMENT]}


def test_frozen_text_is_decoded():
    """The worker writes texts; api, search and index read them."""
    text = texts.decode((SAMPLES / "objects/text.v1.json.gz").read_bytes())

    assert text == texts.Text(("First page: Grüße.", "", "Third page."), "de", truncated=False)
    assert texts.decode(texts.encode(text)) == text


def test_frozen_index_manifest_is_decoded():
    """The worker writes manifests; the search function reads them."""
    old = manifest.decode((SAMPLES / "objects/manifest.v1.json").read_bytes())
    second = manifest.decode((SAMPLES / "objects/manifest.v2.json").read_bytes())
    body = (SAMPLES / "objects/manifest.v3.json").read_bytes()
    third = manifest.decode(body)

    assert manifest.encode(third) == body
    assert second == old
    assert tuple(replace(one, xxh3="") for one in third.packs) == second.packs


def test_keys_of_objects_are_unchanged():
    """Every service derives keys from ids only."""
    assert objects.inbox_key("L", "D") == "inbox/L/D"
    assert objects.original_key("L", "D") == "originals/L/D/1"
    assert objects.text_key("L", "D") == "text/L/D"
    assert objects.thumbnail_key("L", "D") == "thumbnails/L/D"
    assert objects.index_prefix("L") == "index/L/"
    assert objects.parse_inbox_key(f"inbox/{LIBRARY}/{DOCUMENT}") == (LIBRARY, DOCUMENT)
    assert callable(storage.receive)


def test_every_imported_name_is_exported_by_another_stack():
    imported, exported = {}, {}
    common = load_yaml(Path("serverless.common.yml"))
    for folder in ("services/storage", "services/worker", "services/api", "frontend"):
        texts_of = [ROOT / folder / "serverless.yml", *(ROOT / folder / "resources").glob("*.yml")]
        whole = "\n".join(path.read_text() for path in texts_of)
        shared = [common["imported"][name] for name in re.findall(r"self:custom\.imported\.(\w+)", whole)]
        shared += [common["given_origin"]] if "serverless.common.yml):given_origin" in whole else []
        names = re.findall(r"ImportValue\"?: ?\"?docloft-\$\{sls:stage\}-(\w+)", whole + json.dumps(shared))
        imported[folder] = set(names)
        exported[folder] = set(re.findall(r"Export:\s+Name: docloft-\$\{sls:stage\}-(\w+)", whole))

    assert len(imported["services/worker"]) >= 5
    for folder, needed in imported.items():
        others = set().union(*(names_of for other, names_of in exported.items() if other != folder))
        assert needed <= others, folder


@pytest.mark.parametrize("language", ["en", "de"])
def test_site_has_a_sentence_for_everything_that_a_text_can_lack(language):
    catalogue = (ROOT / f"frontend/src/ui/strings.{language}.js").read_text()

    assert [gap for gap in Gap if f'"partial.{gap}":' not in catalogue] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_site_has_a_name_for_every_value_of_a_facet(language):
    catalogue = (ROOT / f"frontend/src/features/search/strings.{language}.js").read_text()
    flags = [f"{facet}.{flag}" for facet, flags in selections.FLAGS.items() for flag in flags]

    assert len(flags) > 6
    names = (*flags, *(f"type.{word}" for word in formats.words()))
    assert [name for name in names if f'"facet.{name}":' not in catalogue] == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("folder", "prefix", "codes"), [("ui", "reason", REASONS), ("features/search", "notice", SENTENCES)]
)
def test_site_has_a_sentence_for_every_reason_and_notice_with_the_same_values(folder, prefix, codes, language):
    catalogue = (ROOT / f"frontend/src/{folder}/strings.{language}.js").read_text()
    sentences = dict(re.findall(rf'"{prefix}\.(\w+)":\s+"(.+?)",\n', catalogue))

    assert sentences.keys() == codes.keys()
    for code, sentence in sentences.items():
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", codes[code])), code


def test_every_model_has_a_sample():
    assert {Path(path).stem.rpartition(".v")[0] for path in ITEMS} == set(MODELS)
