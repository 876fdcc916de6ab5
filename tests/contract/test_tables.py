"""Checks that services/storage/resources/tables.yml and docloft.tables have the same keys and indexes."""

from pathlib import Path

import pytest

from docloft import tables
from docloft.tables import records
from tests.contract.templates import load_yaml

TABLES = load_yaml(Path("services/storage/resources/tables.yml"))["Resources"]
PAIRS = [
    ("DocumentsTable", tables.documents.Document),
    ("LibraryTable", tables.library.LibraryItem),
    ("JobsTable", tables.jobs.Job),
    ("HistoryTable", tables.history.HistoryEvent),
]


def test_every_table_has_a_model():
    assert {name for name, _ in PAIRS} == set(TABLES)


@pytest.mark.parametrize(("name", "model"), PAIRS)
def test_table_has_the_models_keys_and_indexes(name, model):
    properties = TABLES[name]["Properties"]
    expected = model._get_schema()
    types = {entry["AttributeName"]: entry["AttributeType"] for entry in expected["attribute_definitions"]}

    assert keys(properties["KeySchema"]) == keys(expected["key_schema"])
    assert {entry["AttributeName"]: entry["AttributeType"] for entry in properties["AttributeDefinitions"]} == types
    assert {
        index["IndexName"]: (keys(index["KeySchema"]), index["Projection"]["ProjectionType"])
        for index in properties.get("GlobalSecondaryIndexes", [])
    } == {
        index["index_name"]: (
            keys(index["key_schema"]),
            index["projection"]["ProjectionType"],
        )
        for index in expected["global_secondary_indexes"]
    }


@pytest.mark.parametrize(("name", "model"), PAIRS)
def test_table_has_a_time_to_live_if_its_model_has_expires_at(name, model):
    ttl = TABLES[name]["Properties"].get("TimeToLiveSpecification")

    kinds = records.KINDS if model is tables.library.LibraryItem else [model]
    assert (ttl is not None) == any("expires_at" in kind.get_attributes() for kind in kinds)


def keys(schema):
    return sorted((entry["KeyType"], entry["AttributeName"]) for entry in schema)
