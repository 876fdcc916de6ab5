"""The development loop: what an edit deploys, how soon it is live, and that deployed code always matches the files."""

import io
import re
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests

from local import code_update, sources, stacks
from tests.conftest import PORT, ROOT, clean_environment, local
from tests.narrowing import present
from tools.local_stage import settings

SERVICES = ("storage", "worker", "api")
HANDLER = ROOT / "services/api/docloft_api/features/public/operations.py"


@pytest.fixture(autouse=True)
def this_stage(monkeypatch, stack):
    """Makes the imported `local` package use the stage of this test run."""
    monkeypatch.setenv("DOCLOFT_PORT", PORT)
    settings.cache_clear()
    yield
    settings.cache_clear()


@contextmanager
def edited(file, change):
    """Changes a file until the block ends."""
    before = file.read_text()
    assert change(before) != before
    file.write_text(change(before))
    try:
        yield
    finally:
        file.write_text(before)


def other_health(source):
    return source.replace('"status": "ok"', '"status": "edited"')


def comment(source):
    return f"{source}\n# An edit.\n"


def health(stack):
    """The status of the health check. A request that is still handled by the old code may fail with a problem."""
    return requests.get(f"{stack['api_url']}/v1/health", timeout=30).json().get("status")


def started():
    done = local("start")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def deployed_services(output):
    return set(re.findall(r"^(?:Deploying|Updating the code of) (\w+)", output, re.MULTILINE))


def test_edit_in_a_service_is_live_without_a_deploy_and_reverted_with_the_file(stack):
    with edited(HANDLER, other_health):
        output = started()
        assert health(stack) == "edited"

    assert deployed_services(output) == {"api"}
    assert "Deploying" not in output
    assert "Updating the code of api" in started()
    assert health(stack) == "ok"
    assert deployed_services(started()) == set()


def test_edit_in_shared_code_updates_exactly_the_services_that_import_it(stack):
    importers = {service: sources.imported_modules(service) for service in ("storage", "worker", "api")}
    module = min(importers["worker"] & importers["api"] - importers["storage"])
    folder = ROOT / sources.SHARED / module.replace(".", "/")
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")

    with edited(file, comment):
        output = started()

    assert deployed_services(output) == {"worker", "api"}
    assert "Deploying" not in output
    assert deployed_services(started()) == {"worker", "api"}


def test_edit_while_running_is_live_in_seconds_and_stopping_takes_seconds(stack):
    local("stop")
    command = [sys.executable, "-m", "local", "run"]
    environment = {**clean_environment(), "DOCLOFT_PORT": PORT}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        wait_for_line(running, "Logs of the functions")
        began = time.monotonic()
        with edited(HANDLER, other_health):
            while health(stack) != "edited":
                # An edit takes seconds on an idle machine (python -m bench.dev_loop); a deploy would take longer than
                # this.
                assert time.monotonic() - began < 60
                time.sleep(0.1)
            wait_for_line(running, r"Live after \d")

        stopping = time.monotonic()
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=60)

    assert time.monotonic() - stopping < 30
    assert "Updating the code of api" in started()


def wait_for_line(running, pattern):
    for line in running.stdout:
        if re.search(pattern, line):
            return
    pytest.fail(f"The output ended without a line like {pattern!r}.")


def test_code_deployed_by_hand_is_replaced_once_its_edit_is_reverted(stack):
    # Given an edit that was deployed by hand and reverted
    with edited(HANDLER, other_health):
        done = subprocess.run(
            ["npx", "--no-install", "serverless", "deploy", "--stage", "local"],
            cwd=ROOT / "services/api",
            env=stack.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert health(stack) == "edited"

    # When the stage is started, then it runs the code in the files
    assert deployed_services(started()) == {"api"}
    assert health(stack) == "ok"
    assert deployed_services(started()) == set()


def test_code_of_one_function_updated_by_hand_is_replaced(stack):
    functions = stack.client("lambda")
    functions.update_function_code(FunctionName="docloft-local-keys", ZipFile=package("docloft_api/__init__.py"))

    assert deployed_services(started()) == {"api"}

    after = functions.get_function_configuration(FunctionName="docloft-local-keys")["CodeSha256"]
    assert after == functions.get_function_configuration(FunctionName="docloft-local-api")["CodeSha256"]


def package(*names):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as written:
        for name in names:
            written.writestr(name, "")
    return body.getvalue()


@pytest.fixture(scope="module")
def deployed_again(stack):
    """What the CLI said when it deployed each unchanged service."""

    def deploy(service):
        return subprocess.run(
            ["npx", "--no-install", "serverless", "deploy", "--stage", "local"],
            cwd=ROOT / "services" / service,
            env=stack.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    with ThreadPoolExecutor(len(SERVICES)) as together:
        return dict(zip(SERVICES, together.map(deploy, SERVICES), strict=True))


@pytest.mark.parametrize("service", SERVICES)
def test_deploying_an_unchanged_service_reports_no_changes(service, deployed_again):
    done = deployed_again[service]

    assert done.returncode == 0, done.stdout + done.stderr
    assert "No changes to deploy" in done.stdout + done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_updated_code_equals_the_package_of_a_deploy(service, deployed_again):
    assert deployed_again[service].returncode == 0
    packaged = (ROOT / f"services/{service}/.serverless/docloft-{service}.zip").read_bytes()

    assert contents(code_update.build(service, present(stacks.find(service)))) == contents(packaged)


def contents(package):
    """Bytes and modes; times differ between files that uv installed and files that the CLI added."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {entry.filename: (entry.CRC, entry.external_attr) for entry in opened.infolist()}


def test_logs_show_one_request_and_cover_every_function(stack):
    correlation_id = f"test-{time.time_ns()}"
    headers = {"Correlation-Id": correlation_id}
    requests.get(f"{stack['api_url']}/v1/health", headers=headers, timeout=30).raise_for_status()
    requests.get(f"{stack['api_url']}/v1/health", timeout=30).raise_for_status()

    shown = local("logs", "--id", correlation_id)

    assert shown.returncode == 0, shown.stderr
    assert re.fullmatch(
        rf"\d\d:\d\d:\d\d api +request correlation_id={correlation_id} operation=health status=200 .*\n", shown.stdout
    )
    functions = {name.removeprefix("docloft-local-") for name in stacks.function_names()}
    assert functions == {"api", "keys", "search", "receive", "sweep", "work", "index"}
