"""Functions run as in Lambda: with their own packages, those of the real runtime, and limited memory. This relies on an
internal detail of the emulator (local/launcher.py).
"""

import io
import json
import zipfile
from typing import Any

import pytest
import requests

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


@pytest.fixture
def run(aws):
    """Deploys a function from a zip and invokes it; returns (its result, the kind of error or None)."""
    made: list[Any] = []

    def deploy_and_call(package, handler="function.handle", memory=128):
        name = f"trial-{len(made)}"
        iam, functions = aws("iam"), aws("lambda")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=role,
            Handler=handler,
            Code={"ZipFile": package},
            MemorySize=memory,
            Timeout=30,
            Environment={"Variables": {"DOCUMENTS_TABLE": "trial", "OWN": "kept"}},
        )
        made.append(name)
        response = functions.invoke(FunctionName=name, Payload=b"{}")
        return json.loads(response["Payload"].read()), response.get("FunctionError")

    yield deploy_and_call
    for name in made:
        aws("lambda").delete_function(FunctionName=name)
        aws("iam").delete_role(RoleName=name)


def package_of(source, **more):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        package.writestr("function.py", source)
        for name, content in more.items():
            package.writestr(name.replace("_", "."), content)
    return body.getvalue()


def test_packages_that_share_files_with_one_stem_both_start(run):
    source = """
import version

def handle(event, context):
    print("trial")
    return version.NUMBER + %d
"""
    shared = {"version_py": "NUMBER = 40", "version_json": "40"}

    assert run(package_of(source % 1, **shared)) == (41, None)
    assert run(package_of(source % 2, **shared)) == (42, None)


def test_packages_of_the_emulator_cannot_be_imported(run):
    source = """
import importlib

def handle(event, context):
    print("trial")
    found = []
    for name in ("ministack", "hypercorn", "cryptography", "requests", "marshmallow", "docloft", "boto3"):
        try:
            importlib.import_module(name)
            found.append(name)
        except ImportError:
            pass
    return found
"""
    assert run(package_of(source)) == (["boto3"], None)


def test_environment_of_this_machine_is_not_passed_on(run):
    source = """
import os

def handle(event, context):
    print("trial")
    return sorted(os.environ)
"""
    names, error = run(package_of(source))

    platform = ("AWS_", "_LAMBDA", "LAMBDA_", "_MINISTACK", "__MINISTACK", "_X_AMZN")
    shell = {"HOME", "PATH", "PWD", "TMPDIR", "TZ", "LANG", "OLDPWD", "SHLVL", "_", "LC_CTYPE"}
    assert error is None
    assert {name for name in names if not name.startswith(platform)} - shell == {"DOCUMENTS_TABLE", "OWN"}


def test_function_cannot_use_more_memory_than_configured(run):
    source = """
def handle(event, context):
    print("trial")
    try:
        return len(bytearray(700 * 1024 * 1024))
    except MemoryError:
        return "MemoryError"
"""
    assert run(package_of(source)) == ("MemoryError", None)


def test_service_without_one_of_its_requirements_does_not_start(run, aws):
    # Given the package of the API without marshmallow
    location = aws("lambda").get_function(FunctionName="docloft-local-api")["Code"]["Location"]
    whole = io.BytesIO(requests.get(location, timeout=30).content)
    body = io.BytesIO()
    with zipfile.ZipFile(whole) as deployed, zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name in deployed.namelist():
            if not name.startswith("marshmallow"):
                package.writestr(name, deployed.read(name))

    response, error = run(body.getvalue(), handler="docloft_api.handler.handle", memory=512)

    assert error
    assert "marshmallow" in json.dumps(response)


def test_service_with_all_of_its_requirements_starts(run, aws):
    location = aws("lambda").get_function(FunctionName="docloft-local-api")["Code"]["Location"]
    package = requests.get(location, timeout=30).content

    response, _ = run(package, handler="docloft_api.handler.handle", memory=512)

    assert "No module named" not in json.dumps(response)
