"""A function loads no library at its cold start that it does not need."""

import json
import subprocess
import sys

import pytest

import conftest
from bench import processor_share
from bench.cold_start import FUNCTIONS, ROOT
from tests.contract.templates import SERVICES, serverless

PARSERS = {"PIL", "pi_heif", "pypdfium2", "selectolax", "chardet"}
"""Only the sandbox's child loads these."""
OF_SOME = {
    "tantivy": {"search", "work", "index"},
    "fasttext": {"work"},
    "marshmallow": {"api", "keys", "search"},
    "docloft.sandbox": {"receive", "sweep", "work"},
}
"""Functions that need a library, by the library."""
NEVER = {*PARSERS, "boto3", "s3transfer", "apispec", "jsonschema", "moto", "pytest"}


def test_every_function_has_its_cold_start_measured():
    deployed = {
        (service, name, function["handler"])
        for service in SERVICES
        for name, function in serverless(service)["functions"].items()
    }

    assert {(one.service, one.name, one.handler) for one in FUNCTIONS} == deployed


def test_share_of_a_function_follows_from_its_memory():
    megabytes = {one.name: one.megabytes for one in FUNCTIONS}

    assert megabytes.pop("keys") == 256
    # `make bench` limits all the others to this share of a processor.
    assert {one / processor_share.WHOLE for one in megabytes.values()} == {processor_share.SHARE}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_function_loads_only_what_it_needs(function):
    module = function.handler.rpartition(".")[0]
    folders = [ROOT / "packages/shared/src", ROOT / "services" / function.service]

    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"],
        env=conftest.NAMES | {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(map(str, folders))},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    unneeded = {library for library, users in OF_SOME.items() if function.name not in users}
    assert loaded & (NEVER | unneeded) == set()
