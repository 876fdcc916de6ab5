"""Starting and stopping the local stage, and its error messages. The file is long because its tests share one running
stage, which takes a minute to start.
"""

import dataclasses
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from local import __main__ as stage
from local import emulator, outputs, samples
from local.samples import make_pdf
from tests.conftest import PORT, ROOT, clean_environment, local, operate
from tests.e2e.conftest import make_person
from tests.narrowing import present
from tests.overdue import sweep_later
from tools.failure import OperatorError
from tools.local_stage import settings


def test_stopped_stage_starts_again_with_its_documents(stack):
    # Given a document that is found
    person = make_person(stack)
    kept = person.drop("Kept.pdf", make_pdf(["The curlew is kept."]))
    person.wait(kept)
    person.find("curlew", kept)

    # When the stage is stopped and started again
    assert local("stop").returncode == 0
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.1", int(PORT)), timeout=2):
        pass
    started = local("start")

    # Then nothing is deployed again, and the document and a new one are found
    assert started.returncode == 0, started.stderr
    assert "Deploying" not in started.stdout
    assert person.find("curlew", kept)
    added = person.drop("Added.pdf", make_pdf(["The godwit is new."]))
    person.wait(added)
    assert person.find("godwit", added)


def test_killed_stage_keeps_everything_it_accepted(stack):
    # Given documents that were just uploaded, and one that is found
    person = make_person(stack)
    kept = person.drop("Crash.pdf", make_pdf(["The dunlin survives."]))
    person.wait(kept)
    person.find("dunlin", kept)
    birds = ["avocet", "bittern", "crake", "dabchick", "eider", "fulmar", "garganey", "hobby"]
    accepted = {person.drop(f"{bird}.txt", f"A note about the {bird}.".encode()): bird for bird in birds}

    # When the emulator is killed at once and the stage is started again
    process = json.loads((ROOT / ".local" / PORT / "emulator.pid").read_text())["pid"]
    os.killpg(process, signal.SIGKILL)
    started = local("start")

    # Then nothing is deployed again, and every document is read and found
    assert started.returncode == 0, started.stderr
    assert "Deploying" not in started.stdout
    assert person.find("dunlin", kept)
    assert {document["id"] for document in person.get("/v1/documents", ids=",".join(accepted))["documents"]} == {
        *accepted
    }
    # Leases of workers that died with it last six minutes.
    sweep_later(stack)
    for document_id, bird in accepted.items():
        assert person.wait(document_id)["state"] == "ready"
        assert person.find(bird, document_id)


@pytest.mark.parametrize(("drop_key", "kept"), [(None, False), ("value", True)])
def test_state_is_discarded_only_after_an_interrupted_first_start(monkeypatch, tmp_path, drop_key, kept):
    # Given the state of an earlier start that was or was not completed
    state = tmp_path / "emulator/state/dynamodb.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    (tmp_path / "outputs.json").write_text(json.dumps({"drop_key": drop_key}))
    here = dataclasses.replace(settings(), home=tmp_path)
    for module in (stage, outputs):
        monkeypatch.setattr(module, "settings", lambda: here)
    monkeypatch.setattr(emulator, "is_up", lambda: False)

    def start():
        raise OperatorError("far enough")

    monkeypatch.setattr(emulator, "start", start)

    with pytest.raises(OperatorError, match="far enough"):
        stage.start()

    assert state.exists() is kept


def test_starting_a_running_stage_does_nothing(stack):
    began = time.monotonic()
    again = local("start")

    assert again.returncode == 0, again.stderr
    assert "Deploying" not in again.stdout
    assert "Starting" not in again.stdout
    assert time.monotonic() - began < 60


def test_outputs_have_all_values_that_scripts_need(stack):
    written = json.loads((ROOT / ".local" / PORT / "outputs.json").read_text())

    assert {
        "api_url",
        "site_url",
        "user_pool_id",
        "client_id",
        "region",
        "endpoint_url",
        "demo_user",
        "drop_key",
    } <= set(written)
    assert set(written["demo_user"]) == {"email", "password"}


def test_demo_account_has_a_dozen_samples(stack):
    from tools.api_client import Client

    person = Client(stack.outputs, **stack["demo_user"])

    documents = person.get("/v1/documents")["documents"]

    assert {document["state"] for document in documents} == {"ready"}
    assert len(documents) == 12
    assert person.get("/v1/search", q="dachshund")["hits"][0]["document"]["title"].startswith("Rental agreement")


README_EXAMPLES = {
    "from:stadtwerke": {"Rechnung 2026-0117 Stadtwerke Lindenau"},
    "date:January 2026": {"Rechnung 2026-0117 Stadtwerke Lindenau", "Invoice 4711 Northwind Office Supplies"},
    "kind:(invoice OR contract)": {
        "Rechnung 2026-0117 Stadtwerke Lindenau",
        "Invoice 4711 Northwind Office Supplies",
        "Rental agreement Harbour Street 12",
        "Travel insurance policy",
    },
    "amount:over 500": {"Invoice 4711 Northwind Office Supplies"},
}
"""The examples of queries in the README, and the demo documents that they find."""


def test_examples_of_the_readme_find_demo_documents(stack):
    from tools.api_client import Client

    [about_search] = re.findall(r"\*\*Searches as you type\*\*.*?\n- ", (ROOT / "README.md").read_text(), re.DOTALL)
    person = Client(stack.outputs, **stack["demo_user"])

    assert set(re.findall(r"`([^`]+)`", about_search)) == set(README_EXAMPLES)
    for query, titles in README_EXAMPLES.items():
        found = person.get("/v1/search", q=query)
        assert found["notices"] == []
        assert {hit["document"]["title"] for hit in found["hits"]} == titles


def test_index_is_rebuilt_from_tables_and_text(stack):
    person = make_person(stack)
    document_id = person.drop("Lost.pdf", make_pdf(["The plover was indexed."]))
    person.wait(document_id)
    person.find("plover", document_id)
    # Given an index that is gone
    s3 = stack.client("s3")
    library = person.get("/v1/me")["library"]["id"]
    listed = s3.list_objects_v2(Bucket=stack["files_bucket"], Prefix=f"index/{library}/").get("Contents", [])
    assert listed
    for entry in listed:
        s3.delete_object(Bucket=stack["files_bucket"], Key=entry["Key"])

    rebuilt = operate("reindex")

    assert rebuilt.returncode == 0, rebuilt.stderr
    assert person.find("plover", document_id)


def test_site_passes_on_responses_of_cloudfront_unchanged(stack):
    import requests

    page = requests.get(stack["site_url"] + "/documents/anything", timeout=10)
    [module] = re.findall(r'<script type="module" src="(/assets/[0-9a-f]{16}/src/app/main\.js)">', page.text)
    found = requests.get(stack["site_url"] + module, timeout=10)
    missing = requests.get(stack["site_url"] + module.replace("main", "missing"), timeout=10)

    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-cache"
    assert page.headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
    policy = page.headers["Content-Security-Policy"].removesuffix("; frame-ancestors 'none'")
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}" />' in page.text
    assert found.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Content-Encoding" not in found.headers
    assert requests.get(stack["site_url"] + "/config.json", timeout=10).headers["Cache-Control"] == "no-cache"
    assert missing.status_code in {403, 404}


def test_busy_port_is_reported_in_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(OperatorError, match=rf"Port {port} is used by another program.*DOCLOFT_PORT=5566 make run"):
            emulator.require_free(port, "DOCLOFT_PORT=5566 make run")


def test_port_of_a_program_that_is_ending_is_waited_for():
    with socket.socket() as ending:
        ending.bind(("127.0.0.1", 0))
        ending.listen()
        threading.Timer(0.2, ending.close).start()

        emulator.require_free(ending.getsockname()[1], "DOCLOFT_PORT=5566 make run")


@pytest.mark.parametrize("port", ["http", "80", "70000", "-1"])
def test_invalid_port_is_reported_in_one_line(monkeypatch, port):
    monkeypatch.setenv("DOCLOFT_PORT", port)
    settings.cache_clear()

    with pytest.raises(OperatorError, match="DOCLOFT_PORT must be a number"):
        settings()

    settings.cache_clear()


OTHER_PROGRAM = """
import http.server

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"version": "1.5.33"}')

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


def test_other_program_on_the_port_is_not_mistaken_for_the_stage(tmp_path, monkeypatch):
    """Another instance of the emulator responds to the same probe; only the name of our process distinguishes them."""
    with subprocess.Popen([sys.executable, "-c", OTHER_PROGRAM], stdout=subprocess.PIPE, text=True) as other:
        monkeypatch.setenv("DOCLOFT_PORT", present(other.stdout).readline().strip())
        settings.cache_clear()
        written = tmp_path / "emulator.pid"
        written.write_text(json.dumps({"pid": other.pid, "name": "docloft-ours"}))
        monkeypatch.setattr(emulator, "_pid_file", lambda: written)

        assert emulator.is_up() is False
        other.terminate()
    settings.cache_clear()


def test_unknown_command_lists_the_known_ones():
    done = subprocess.run(
        [sys.executable, "-m", "local", "destroy"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert re.search(r"invalid choice: 'destroy' .*run.*start.*stop.*reset.*logs", done.stderr)


def test_old_node_is_reported_in_one_line(tmp_path):
    # Given a machine with an old version of Node
    node = tmp_path / "node"
    node.write_text('#!/bin/sh\n[ "$1" = --version ] && echo v18.0.0\nexit 1\n')
    node.chmod(0o755)

    done = subprocess.run(
        ["sh", "local/bootstrap.sh"],
        cwd=ROOT,
        env={**clean_environment(), "PATH": f"{tmp_path}:{clean_environment()['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip() == (
        "Docloft cannot start: Node 20 or newer is needed, this is v18.0.0. Install it from https://nodejs.org/."
    )


def test_samples_are_always_the_same_bytes():
    kinds = {sample.media_type for sample in samples.samples()}

    assert [s.content for s in samples.samples() if s.media_type != samples._DOCX] == [
        s.content for s in samples.samples() if s.media_type != samples._DOCX
    ]
    assert len(samples.samples()) == 12
    assert {"application/pdf", "image/jpeg", "text/plain", "text/markdown", "text/html"} < kinds
