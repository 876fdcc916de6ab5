"""Every function can be called by hand, as the services' READMEs say: our code on this machine against a stage that
stands, and the function that is deployed there.
"""

import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import ROOT
from tests.contract.templates import SERVICES, serverless

LISTED = [
    (service, function, event)
    for service in SERVICES
    for function, event in re.findall(
        r"^\| `(\w+)` \| `(events/\w+\.json)` \|", (ROOT / "services" / service / "README.md").read_text(), re.MULTILINE
    )
]
# The sample's person has an empty library, and the sample's key is nobody's.
ANSWERS = {
    "health": 200,
    "me": 200,
    "create_document": 201,
    "list_documents": 200,
    "list_jobs": 200,
    "search": 200,
    "list_drop_keys": 200,
    "create_drop_key": 201,
    "drop": 401,
}


def invoke(stack, service, function, event, *, local):
    command = ["npx", "--no-install", "serverless", "invoke", *(["local"] if local else [])]
    return subprocess.run(
        [*command, "-f", function, "-p", event, "--stage", "local"],
        cwd=ROOT / "services" / service,
        env=stack.environment | {"VIRTUAL_ENV": str(ROOT / ".venv")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def invoked(stack):
    """Every event of every README on this machine, and one event of each function where it is deployed."""
    first = {}
    for service, function, event in LISTED:
        first.setdefault((service, function), event)
    calls = [(*one, True) for one in LISTED]
    calls += [(service, function, event, False) for (service, function), event in first.items()]
    with ThreadPoolExecutor(os.cpu_count() or 2) as threads:
        done = threads.map(lambda call: invoke(stack, *call[:3], local=call[3]), calls)
        return dict(zip(calls, done, strict=True))


def answered(done):
    """What the function returned: the JSON that stands last, after its log lines."""
    lines = [line for line in done.stdout.splitlines() if line.strip() and not line.startswith('{"')]
    return json.loads("\n".join(lines))


@pytest.mark.parametrize("service", SERVICES)
def test_every_event_and_every_function_is_in_the_readme(service):
    listed = [(function, event) for one, function, event in LISTED if one == service]
    files = {f"events/{path.name}" for path in (ROOT / "services" / service / "events").glob("*.json")}

    assert {event for _, event in listed} == files
    assert {function for function, _ in listed} == set(serverless(service)["functions"])


@pytest.mark.parametrize(("service", "function", "event"), LISTED, ids=str)
def test_code_on_this_machine_takes_the_event(invoked, service, function, event):
    done = invoked[service, function, event, True]

    assert done.returncode == 0, done.stdout + done.stderr
    if service == "api":
        name = event.removeprefix("events/").removesuffix(".json")
        assert answered(done)["statusCode"] == ANSWERS.get(name, 404), done.stdout
    if event == "events/not_a_command.json":
        assert len(answered(done)["batchItemFailures"]) == 1
    elif function == "work":
        assert answered(done) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    ("service", "function"), [(service, name) for service in SERVICES for name in serverless(service)["functions"]]
)
def test_deployed_function_takes_an_event(invoked, service, function):
    [(call, done)] = [(call, one) for call, one in invoked.items() if call[:2] == (service, function) and not call[3]]

    assert done.returncode == 0, done.stdout + done.stderr
    assert "errorType" not in done.stdout
    if service == "api":
        name = call[2].removeprefix("events/").removesuffix(".json")
        assert answered(done)["statusCode"] == ANSWERS[name]
