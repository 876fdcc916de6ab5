"""The table of settings matches serverless.yml, the code that reads settings, and docs/settings.md."""

import os
import re
import subprocess
import sys
from collections import Counter

import pytest

from docloft.settings import FUNCTIONS, SETTINGS, SettingError, Settings, validate
from tests.conftest import ROOT
from tests.contract.rules.registry import STAGES
from tests.contract.templates import SERVICES, declared_environments, serverless
from tools import settings_page

ENVIRONMENTS = declared_environments()
SOURCES = [*(ROOT / "packages/shared/src").rglob("*.py"), *(ROOT / "services").glob("*/docloft_*/**/*.py")]


def needed(function):
    return {setting.variable for setting in SETTINGS if function in setting.functions}


def values(function):
    needed_here = [setting for setting in SETTINGS if function in setting.functions]
    return {setting.variable: "1" if setting.kind is int else "INFO" for setting in needed_here}


def test_functions_are_those_of_the_services():
    assert {name: service for service in SERVICES for name in serverless(service)["functions"]} == FUNCTIONS


@pytest.mark.parametrize("function", FUNCTIONS)
def test_function_has_exactly_the_variables_it_needs(function):
    file, found = f"services/{FUNCTIONS[function]}/serverless.yml", set(ENVIRONMENTS[function])
    assert needed(function) - found == set(), f"add these to the environment of {function} in {file}"
    assert found - needed(function) == set(), f"remove these from {file}, or name {function} in settings.py"


def test_value_that_several_services_set_is_written_once():
    """In serverless.common.yml, under `variables`."""
    written = {
        (service, variable, str(value))
        for service in SERVICES
        for function in serverless(service)["functions"].values()
        for variable, value in function["environment"].items()
        if "custom.variables." not in str(value)
    }
    values = Counter((variable, value) for _, variable, value in written)
    assert [found for found, services in values.items() if services > 1] == []


def services_of(setting):
    return {f"docloft_{FUNCTIONS[function]}" for function in setting.functions}


@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if hasattr(Settings, setting.variable.lower())])
def test_setting_has_a_reader(setting):
    """In the code of a service that declares it, or in shared code."""
    name = setting.variable.lower()
    reading = re.compile(rf'settings\(\)[\s\S]*\.{name}\b|required\("{setting.variable}"\)')
    readers = {path for path in SOURCES if path.name != "settings.py" and reading.search(path.read_text())}

    found = [path for path in readers if "packages/shared" in str(path) or services_of(setting) & {*path.parts}]
    assert found, f"nothing reads settings().{name}, or only a service whose functions do not have {setting.variable}"


def test_page_in_docs_is_up_to_date():
    assert settings_page.PAGE.read_text() == settings_page.render(), "run: make tidy"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_function_with_a_misspelt_variable_fails_at_its_cold_start(function):
    """Imports the handler's module in a new process, as Lambda does."""
    module = serverless(FUNCTIONS[function])["functions"][function]["handler"].rpartition(".")[0]
    environment = values(function)
    environment["S3_ADDRESING_STYLE"] = environment.pop("S3_ADDRESSING_STYLE")

    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        env={
            **environment,
            "AWS_LAMBDA_FUNCTION_NAME": f"docloft-prod-{function}",
            "AWS_REGION": "eu-central-1",
            "PYTHONPATH": os.pathsep.join(
                [f"{ROOT}/packages/shared/src", *(f"{ROOT}/services/{service}" for service in SERVICES)]
            ),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert f"The function {function} cannot start. S3_ADDRESSING_STYLE is not set" in done.stderr
    assert "S3_ADDRESING_STYLE a misspelling?" in done.stderr


def test_every_missing_and_unusable_variable_is_named():
    environment = values("api") | {"MAX_UPLOAD_BYTES": "100 MB", "DOCUMENTS_TABLE": "", "OWNER_KEY_ID": ""}
    del environment["USER_POOL_ID"]

    with pytest.raises(SettingError) as raised:
        validate("api", environment)

    assert str(raised.value) == (
        "The function api cannot start. DOCUMENTS_TABLE is empty. MAX_UPLOAD_BYTES is not a whole number. "
        "USER_POOL_ID is not set. Its variables are set in services/api/serverless.yml and listed in docs/settings.md."
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_function_with_all_its_variables_starts(function):
    validate(function, values(function))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_packaged_template_has_the_declared_variables(packages, function):
    for stage in STAGES:
        resources = packages.templates[stage][FUNCTIONS[function]]["Resources"].values()
        [properties] = [
            one["Properties"]
            for one in resources
            if one["Type"] == "AWS::Lambda::Function"
            and one["Properties"]["FunctionName"].rpartition("-")[2] == function
        ]

        assert set(properties["Environment"]["Variables"]) == needed(function)
