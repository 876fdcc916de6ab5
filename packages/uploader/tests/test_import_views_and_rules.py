"""Saved views and rules of an export of Docloft."""

import json

import pytest

from docloft_import.__main__ import read
from docloft_import.filing import Fields, Labels
from docloft_import.imported_archives import Field, Label, Rule, Source
from docloft_import.views_and_rules import LINKS, add
from docloft_upload import Response, UploadError

VIEW = {"id": "V1", "name": "Bills", "query": "kind:Bill", "exact": False, "order": "-date", "layout": "list"}
RULE = {
    "id": "R1",
    "name": "Phone",
    "query": "telekom",
    "zone": "Europe/Berlin",
    "actions": {
        "add_tags": ["t", "gone"],
        "kind": "k",
        "custom_fields": {"f": "o", "gone": 1},
        "title": "{date}",
        "inbox": False,
    },
    "is_on": True,
}
OLD, NEW = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "01KDA0ZQ5T8M3N7K2V4W6X8Y9Z"
DESCRIPTION = {
    "format": "docloft-export",
    "version": 1,
    "names": [
        {"id": "t", "what": "tag", "name": "House"},
        {"id": "k", "what": "kind", "name": "Bill"},
        {"id": "f", "what": "field", "name": "Status", "type": "choice", "options": [{"id": "o", "name": "Open"}]},
        {"id": "d", "what": "field", "name": "Contract", "type": "document"},
    ],
    "views": [VIEW],
    "rules": [RULE],
    "documents": [],
}


class Library:
    """The part of the API that the import of views and rules calls."""

    def __init__(self, *, known=(), status=201):
        self.known = [{**VIEW, "id": one, "version": 1} for one in known]
        self.status = status
        self.put = {}

    def get(self, _path):
        return {"views": self.known, "rules": self.known}

    def request(self, method, path, body, _headers=None):
        if method == "POST":
            made = {"id": f"{body['what']} {body['name']}", "version": 1}
            return Response(201, {**made, "options": [{"id": "option", **one} for one in body.get("options", [])]})
        self.put[path] = body
        return Response(self.status, {"detail": "It is refused."})


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "docloft-export.json").write_text(json.dumps(DESCRIPTION))
    return read(Source(tmp_path))


def added(library, *archives, documents=None):
    return add(library, Labels(library), Fields(library), archives, documents or {})


def test_views_and_rules_are_read_without_names_that_were_deleted(archive):
    assert archive.views == {"V1": {name: value for name, value in VIEW.items() if name != "id"}}
    assert archive.rules == [
        Rule(
            "R1",
            {"name": "Phone", "query": "telekom", "zone": "Europe/Berlin", "is_on": True},
            {"title": "{date}", "inbox": False},
            (Label("kind", "Bill"),),
            (Label("tag", "House"),),
            ((Field("Status", "choice", ("Open",)), "Open"),),
        )
    ]


def test_each_is_sent_once_with_the_ids_that_its_names_have_here(archive):
    library = Library()

    assert added(library, archive, archive) == {}

    assert library.put["/v1/views/V1"]["query"] == "kind:Bill"
    assert library.put["/v1/rules/R1"] == {
        "name": "Phone",
        "query": "telekom",
        "zone": "Europe/Berlin",
        "is_on": True,
        "actions": {
            "title": "{date}",
            "inbox": False,
            "add_tags": ["tag House"],
            "kind": "kind Bill",
            "custom_fields": {"field Status": "option"},
        },
    }


def linking(tmp_path, **rule):
    """An export whose view and rule have the ids of fields and documents."""
    view = {**VIEW, "order": "-field:f", "query": f"linked:{OLD} OR field:Contract={OLD.lower()} 0123456789"}
    wanted = {**RULE, "query": f"linked:{OLD}", "actions": {"custom_fields": {"d": OLD, "f": "o"}}, **rule}
    whole = {**DESCRIPTION, "views": [view], "rules": [wanted]}
    (tmp_path / "docloft-export.json").write_text(json.dumps(whole))
    return read(Source(tmp_path))


def test_orders_queries_and_actions_have_the_ids_of_this_library(tmp_path):
    library = Library()

    assert added(library, linking(tmp_path), documents={OLD: NEW}) == {}

    view, rule = library.put["/v1/views/V1"], library.put["/v1/rules/R1"]
    assert view["order"] == "-field:field Status"
    assert view["query"] == f"linked:{NEW} OR field:Contract={NEW} 0123456789"
    assert rule["query"] == f"linked:{NEW}"
    assert rule["actions"] == {"custom_fields": {"field Contract": NEW, "field Status": "option"}}


def test_view_that_was_sent_before_a_document_was_imported_gets_its_link_later(tmp_path):
    library = Library()
    archive = linking(tmp_path)
    added(library, archive)
    assert OLD in library.put["/v1/views/V1"]["query"]
    sent = {**library.put["/v1/views/V1"], "id": "V1", "version": 3, "name": "My name"}
    library.known, library.put = [sent, {"id": "R1"}], {}

    assert added(library, archive, documents={OLD: NEW}) == {}

    query = f"linked:{NEW} OR field:Contract={NEW} 0123456789"
    wanted = {**VIEW, "name": "My name", "query": query, "order": "-field:field Status"}
    assert library.put == {"/v1/views/V1": {name: value for name, value in wanted.items() if name != "id"}}
    library.known, library.put = [{**sent, "query": query}, {"id": "R1"}], {}
    assert added(library, archive, documents={OLD: NEW}) == {}
    assert library.put == {}


def test_links_to_documents_that_were_not_imported_are_counted(tmp_path):
    library = Library()

    assert added(library, linking(tmp_path, query="telekom")) == {LINKS: 3}

    assert library.put["/v1/rules/R1"]["actions"] == {"custom_fields": {"field Status": "option"}}


def test_rule_that_searches_for_a_document_that_was_not_imported_is_left_out(tmp_path):
    library = Library()

    assert added(library, linking(tmp_path, query=f"-linked:{OLD}")) == {"rules": 1, LINKS: 3}

    assert list(library.put) == ["/v1/views/V1"]


def test_order_by_a_deleted_field_is_kept(archive):
    archive.views["V1"]["order"] = "field:gone"
    library = Library()

    added(library, archive)

    assert library.put["/v1/views/V1"]["order"] == "field:gone"


def test_those_that_the_library_has_are_left_as_they_are(archive):
    library = Library(known=["V1", "R1"])

    assert (added(library, archive), library.put) == ({}, {})


def test_what_the_library_refuses_is_counted(archive):
    assert added(Library(status=409), archive) == {"saved views": 1, "rules": 1}


def test_other_errors_end_the_import(archive):
    with pytest.raises(UploadError, match="Bills: "):
        added(Library(status=500), archive)
