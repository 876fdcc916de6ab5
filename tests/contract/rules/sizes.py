"""Rules for memory, timeouts and runtimes: required settings of this product."""

from collections.abc import Iterator

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import rule

SMALLEST, BIGGEST = 128, 512
GATEWAY_SECONDS = 29
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
WORK_SECONDS = 300


@rule()
def memory_is_within_128_and_512_megabytes(deployment: Deployment) -> Iterator[str]:
    for function in deployment.functions():
        memory = function.properties.get("MemorySize", 1024)
        if not SMALLEST <= memory <= BIGGEST:
            yield f"{function.name}: {memory} MB"


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
