import pytest

from docloft.ids import new_id
from docloft.search.api import ORDERS
from docloft_api.features.saved_views import saving
from docloft_api.features.saved_views.schemas import SaveViewSchema

BODY = {"name": "Open bills", "query": "kind:invoice due:>today", "order": "-date", "layout": "list", "exact": False}


def names(call):
    return [view["name"] for view in call("GET", "/v1/views").json["views"]]


def test_view_is_saved_listed_replaced_and_deleted(call):
    view = new_id()

    made = call("PUT", f"/v1/views/{view}", body=BODY)
    again = call("PUT", f"/v1/views/{view}", body=BODY)
    changed = call(
        "PUT", f"/v1/views/{view}", body={**BODY, "name": "Bills"}, headers={"If-Match": made.headers["ETag"]}
    )

    assert (made.status, again.status, changed.status) == (201, 200, 200)
    assert {name: made.json[name] for name in BODY} == BODY
    assert (made.json["version"], again.json["version"], changed.json["version"]) == (1, 1, 2)
    assert names(call) == ["Bills"]
    assert call("DELETE", f"/v1/views/{view}", headers={"If-Match": '"1"'}).status == 412
    assert call("DELETE", f"/v1/views/{view}").status == 200
    assert (call("DELETE", f"/v1/views/{view}").status, names(call)) == (404, [])


def test_view_that_was_changed_meanwhile_is_not_replaced(call):
    view = new_id()
    call("PUT", f"/v1/views/{view}", body=BODY)

    assert call("PUT", f"/v1/views/{view}", body={**BODY, "name": "x"}, headers={"If-Match": '"7"'}).status == 412
    assert call("PUT", f"/v1/views/{new_id()}", body=BODY, headers={"If-Match": '"1"'}).status == 404
    assert names(call) == ["Open bills"]


def test_views_are_sorted_by_name(call):
    for name in ("b", "C", "a"):
        call("PUT", f"/v1/views/{new_id()}", body={**BODY, "name": name})

    assert names(call) == ["a", "b", "C"]


def test_full_library_takes_no_further_view(call, monkeypatch):
    monkeypatch.setattr(saving, "MOST_VIEWS", 1)
    view = new_id()
    call("PUT", f"/v1/views/{view}", body=BODY)

    assert call("PUT", f"/v1/views/{new_id()}", body=BODY).status == 409
    assert call("PUT", f"/v1/views/{view}", body={**BODY, "name": "still changed"}).status == 200


@pytest.mark.parametrize("wrong", [{"name": ""}, {"order": "best"}, {"layout": "x"}, {"query": "x" * 1001}])
def test_invalid_view_is_refused(call, wrong):
    assert call("PUT", f"/v1/views/{new_id()}", body={**BODY, **wrong}).code == "invalid-request"
    assert call("PUT", "/v1/views/x", body=BODY).status == 404


def test_orders_are_those_of_a_search():
    schema = SaveViewSchema()
    assert [order for order in ORDERS if schema.validate({**BODY, "order": order})] == []
    assert schema.validate({**BODY, "order": "best"})


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_every_member_sees_a_view_and_editors_change_it(call, member, role):
    view = new_id()
    call("PUT", f"/v1/views/{view}", body=BODY)
    who = member(role)

    assert names(lambda method, target: call(method, target, **who)) == ["Open bills"]
    assert call("PUT", f"/v1/views/{view}", body=BODY, **who).status == (200 if role == "editor" else 403)
    assert call("POST", f"/v1/views/{view}/seen", **who).status == 200


def test_view_that_does_not_exist_cannot_be_seen(call):
    assert call("POST", f"/v1/views/{new_id()}/seen").status == 404
    assert call("POST", "/v1/views/x/seen").status == 404
