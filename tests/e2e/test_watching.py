"""Logs and metrics of the functions: enough to follow one request, without personal data."""

import json
import re
import secrets
from urllib.parse import quote

import requests

from local.samples import make_pdf
from tests.e2e.logs import FUNCTIONS, Logs
from tests.narrowing import present


def test_correlation_id_of_an_upload_is_in_the_logs_of_every_function(person, stack):
    logs = Logs(stack)
    click = f"click-{secrets.token_hex(8)}"
    person.session.headers["Correlation-Id"] = click

    document_id = person.drop("Letter.pdf", make_pdf(["A word to follow: guillemot."]))
    del person.session.headers["Correlation-Id"]
    person.wait(document_id)
    person.find("guillemot", document_id)

    logged = {name: logs.wait_for(name, click) for name in ("api", "receive", "work", "index")}
    assert [line["operation"] for line in logged["api"]] == ["create_document"]
    assert [line["document_id"] for line in logged["receive"]] == [document_id]
    assert [line["document_id"] for line in logged["work"]] == [document_id]
    assert all(click in line["libraries"][0]["correlation_ids"] for line in logged["index"])
    assert logged["index"]


def test_correlation_id_of_a_rename_is_in_the_log_of_index(person, stack):
    document_id = person.drop("Letter.pdf", make_pdf(["Nothing special."]))
    document = person.wait(document_id)
    person.find("special", document_id)
    logs = Logs(stack)
    click = f"click-{secrets.token_hex(8)}"

    person.request(
        "PATCH",
        f"/v1/documents/{document_id}",
        json={"title": "Razorbill contract"},
        headers={"If-Match": f'"{document["version"]}"', "Correlation-Id": click},
    ).raise_for_status()
    person.find("razorbill", document_id)

    assert logs.wait_for("index", click)


def test_metrics_of_an_upload_are_written_by_each_function(person, stack):
    logs = Logs(stack)

    document_id = person.drop("Counted.pdf", make_pdf(["One page.", "And another."]))
    person.wait(document_id)
    person.find("another", document_id)

    names = ("receive", "work", "index")
    deadline_lines = {name: logs.wait_for(name, document_id if name != "index" else "libraries") for name in names}
    assert all(deadline_lines.values())
    written = [json.loads(line) for name in names for line in logs.lines(name) if '"_aws"' in line]
    assert {line["stage"] for line in written} == {"local"}
    assert {line["_aws"]["CloudWatchMetrics"][0]["Namespace"] for line in written} == {"Docloft"}
    counted = {name for line in written for name in line if name[0].isupper()}
    assert {
        "DocumentsReceived",
        "ReceiveSeconds",
        "DocumentsReady",
        "PagesRead",
        "ReadSeconds",
        "IndexSeconds",
        "IndexLagSeconds",
    } <= counted


def test_no_log_contains_personal_data_tokens_or_links(person, stack):
    # Given a canary in everything that a person can write
    logs = Logs(stack)
    bird = f"Canary{secrets.token_hex(8)}"
    name = f"{bird} name ü.pdf"

    # When the person uses the product, with valid and invalid requests
    created = person.create(name, make_pdf([f"{bird} in the text."]))
    document_id = created["document"]["id"]
    person.send(created["upload"], make_pdf([f"{bird} in the text."])).raise_for_status()
    document = person.wait(document_id)
    person.find(f"{bird}", document_id)
    person.get("/v1/search", q=f'"{bird} in" OR title:{bird}')
    original = person.get(f"/v1/documents/{document_id}/original")
    requests.get(original["url"], timeout=30).raise_for_status()
    person.get(f"/v1/documents/{document_id}/pages/1/text")
    etag = {"If-Match": f'"{document["version"]}"'}
    path = f"/v1/documents/{document_id}"
    person.request("PATCH", path, json={"title": f"{bird} title"}, headers=etag).raise_for_status()
    for body in ({"title": [bird]}, {bird: bird}, f'{{"title": "{bird}'):
        options = {"json": body} if isinstance(body, dict) else {"data": body}
        assert person.request("PATCH", path, headers={"Content-Type": "application/json"}, **options).status_code == 400
    assert person.request("GET", f"/v1/documents/{quote(bird)}").status_code == 404
    person.request("GET", f"/v1/search?q={bird}&limit={bird}")
    person.request("GET", "/v1/documents", params={"cursor": bird})
    person.request("GET", "/v1/me", headers={"Correlation-Id": f"{bird} with a space", "Docloft-Library": bird})
    broken = person.drop(f"{bird} broken.pdf", make_pdf([bird])[:200] + b"\x00" * 50)
    refused = person.drop(f"{bird} program.exe", b"MZ" + b"\x90\x00" * 400 + bird.encode())
    made = person.make_drop_key(f"{bird} scanner")
    machine = {"x-api-key": made["key"], "Content-Type": "text/plain"}
    inbox = f"{person.api_url}/v1/inbox"
    requests.post(
        inbox, params={"file_name": name}, data=f"{bird} dropped", headers=machine, timeout=30
    ).raise_for_status()
    person.request(
        "PATCH", f"/v1/drop-keys/{made['drop_key']['id']}", json={"name": f"{bird} attic"}
    ).raise_for_status()
    for one in (broken, refused):
        assert person.wait(one)["state"] in {"failed", "rejected"}
    person.request("POST", f"{path}/trash").raise_for_status()
    person.request("DELETE", path).raise_for_status()
    logs.wait_for("work", "purged")

    # Then every function has logged something, and none of the canaries
    everything = {name: "\n".join(logs.lines(name)) for name in FUNCTIONS}
    assert all(everything[name] for name in ("api", "keys", "search", "receive", "work", "index"))
    secret = {
        "what a person wrote": bird.lower(),
        "a name's encoding": quote("name ü").lower(),
        "the token": person.id_token.rsplit(".", 1)[1][:24].lower(),
        "a drop key": made["key"].lower(),
        "the person": person.email.lower(),
        "a signature": "x-amz-signature",
        "the signature of the link": present(re.search(r"X-Amz-Signature=([0-9a-f]+)", original["url"]))[1],
        "the signature of the form": created["upload"]["fields"]["x-amz-signature"],
        "the form's policy": created["upload"]["fields"]["policy"][:40].lower(),
    }
    for function, text in everything.items():
        for what, canary in secret.items():
            assert canary not in text.lower(), f"{function} logs {what}"
