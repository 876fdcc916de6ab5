"""Every function can be invoked by hand as the READMEs of the services describe. The deployed functions accept every
sample event, invoked with the SDK. The Serverless CLI, which takes seconds for each call, runs one event of each
function on this machine.
"""

import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from docloft_api.features import all_operations
from services.api import sample_events
from tests.conftest import ROOT
from tests.contract.templates import SERVICES, serverless

LISTED = [
    (service, function, event)
    for service in SERVICES
    for function, event in re.findall(
        r"^\| `(\w+)` \| `(events/\w+\.json)` \|", (ROOT / "services" / service / "README.md").read_text(), re.MULTILINE
    )
]
STATUSES = {f"events/{one.name}.json": sample_events.status_if_empty(one) for one in all_operations()}
"""The person in the samples has an empty library, and the key in the samples does not exist."""

FIRST: dict[tuple[str, str], str] = {}
"""The first event that a README lists for each function, by service and function."""
for _service, _function, _event in LISTED:
    FIRST.setdefault((_service, _function), _event)


def cli(stack, service, function, event, *more):
    return subprocess.run(
        ["npx", "--no-install", "serverless", "invoke", *more, "-f", function, "-p", event, "--stage", "local"],
        cwd=ROOT / "services" / service,
        env=stack.environment | {"VIRTUAL_ENV": str(ROOT / ".venv")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def invoked(stack):
    """Runs one event of each function with the command from the READMEs and the local code."""
    with ThreadPoolExecutor(os.cpu_count() or 2) as threads:
        done = threads.map(lambda of: cli(stack, *of, FIRST[of], "local"), FIRST)
        return dict(zip(FIRST, done, strict=True))


def returned(done):
    """The return value of the function: the JSON at the end of the CLI's output, after the log lines."""
    lines = [line for line in done.stdout.splitlines() if line.strip() and not line.startswith('{"')]
    return json.loads("\n".join(lines))


def assert_expected(service, function, event, value):
    if service == "api":
        assert value["statusCode"] == STATUSES[event], value
    elif function == "work":
        assert value == {"batchItemFailures": []}


@pytest.mark.parametrize("service", SERVICES)
def test_readme_lists_every_event_and_function(service):
    listed = [(function, event) for one, function, event in LISTED if one == service]
    files = {f"events/{path.name}" for path in (ROOT / "services" / service / "events").glob("*.json")}

    assert {event for _, event in listed} == files
    assert {function for function, _ in listed} == set(serverless(service)["functions"])


@pytest.mark.parametrize(("service", "function", "event"), LISTED, ids=str)
def test_deployed_function_accepts_the_event(stack, service, function, event):
    sample = json.loads((ROOT / "services" / service / event).read_text())
    if claims := sample.get("requestContext", {}).get("authorizer", {}).get("claims"):
        # As services/api/invoke.cjs does for the CLI: a file cannot contain the user pool of a stage.
        issuer = f"https://cognito-idp.{stack['region']}.amazonaws.com/{stack['user_pool_id']}"
        claims.update(iss=issuer, aud=stack["client_id"])

    response = stack.client("lambda").invoke(FunctionName=f"docloft-local-{function}", Payload=json.dumps(sample))

    value = json.loads(response["Payload"].read())
    assert "FunctionError" not in response, value
    if event == "events/not_a_command.json":
        # It is a dead letter now, and other tests expect none.
        stack.client("sqs").purge_queue(QueueUrl=stack["dead_letter_queue_url"])
    assert_expected(service, function, event, value)


@pytest.mark.parametrize(("service", "function"), list(FIRST))
def test_local_code_accepts_an_event(invoked, service, function):
    done = invoked[service, function]

    assert done.returncode == 0, done.stdout + done.stderr
    event = FIRST[service, function]
    if service == "api" or function == "work":
        assert_expected(service, function, event, returned(done))


def test_command_of_the_readmes_invokes_the_deployed_function(stack):
    done = cli(stack, "api", "api", "events/health.json")

    assert done.returncode == 0, done.stdout + done.stderr
    assert returned(done)["statusCode"] == 200
