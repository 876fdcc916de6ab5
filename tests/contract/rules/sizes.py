"""Rules for memory, timeouts and runtimes: required settings of this product."""

import re
from collections.abc import Iterator
from functools import cache

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import rule
from tests.contract.templates import SERVICES, serverless
from tools.settings_page import stage_parameters

SMALLEST, BIGGEST = 128, 512
GATEWAY_SECONDS = 29
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
WORK_SECONDS = 300


@rule()
def memory_is_within_128_and_512_megabytes_or_documented(deployment: Deployment) -> Iterator[str]:
    """A stage parameter for a function's memory may have the values in its documentation."""
    for function in deployment.functions():
        memory = function.properties.get("MemorySize", 1024)
        documented = documented_megabytes().get(function.properties["FunctionName"].rpartition("-")[2], ())
        if not SMALLEST <= memory <= BIGGEST and memory not in documented:
            yield f"{function.name}: {memory} MB"


@cache
def documented_megabytes() -> dict[str, tuple[int, ...]]:
    """The values of the stage parameter that sets a function's memory, by function."""
    values = {one.name: tuple(int(value) for value in one.values if value.isdigit()) for one in stage_parameters()}
    declared = {
        name: re.fullmatch(r"\$\{param:(\w+)\}", str(function.get("memorySize", "")))
        for service in SERVICES
        for name, function in serverless(service)["functions"].items()
    }
    return {name: values[found[1]] for name, found in declared.items() if found}


@rule()
def functions_have_the_right_timeout(deployment: Deployment) -> Iterator[str]:
    """The API times out before the gateway does; background work has five minutes."""
    for function in deployment.functions():
        wanted = GATEWAY_SECONDS if function.stack == "api" else WORK_SECONDS
        if function.properties.get("Timeout") != wanted:
            yield f"{function.name}: {function.properties.get('Timeout')} s instead of {wanted} s"


@rule()
def functions_run_a_supported_python_on_arm(deployment: Deployment) -> Iterator[str]:
    for function in deployment.functions():
        properties = function.properties
        if properties.get("Runtime") != "python3.13" or properties.get("Architectures") != ["arm64"]:
            yield f"{function.name}: {properties.get('Runtime')} on {properties.get('Architectures')}"
