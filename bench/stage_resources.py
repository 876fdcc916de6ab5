"""Lets a benchmark use the project's own code on the resources of the running local stage. Call `enter` before
importing that code, because it reads the names of its tables when it is imported.
"""

import os
import sys

from local import outputs
from local.stacks import client
from tools.failure import OperatorError
from tools.local_stage import ROOT


def enter(service: str, function: str) -> None:
    """Takes on the settings of a function of the stage, and makes its service's code importable. Raises OperatorError
    when no stage is running.
    """
    sys.path.append(str(ROOT / "services" / service))
    written = outputs.read()
    if not written:
        raise OperatorError("The local stage is not running. Run: make run")
    os.environ |= {
        "AWS_ENDPOINT_URL": written["endpoint_url"],
        "AWS_REGION": written["region"],
        "AWS_DEFAULT_REGION": written["region"],
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_LAMBDA_FUNCTION_NAME": name_of(function),
    }
    found = client("lambda").get_function_configuration(FunctionName=name_of(function))
    os.environ |= found["Environment"]["Variables"]
    # The emulator runs on one address, so buckets are part of the path.
    os.environ |= {"AWS_ENDPOINT_URL": written["endpoint_url"], "S3_ADDRESSING_STYLE": "path"}


def name_of(function: str) -> str:
    """The full name of a function of the stage."""
    pages = client("lambda").get_paginator("list_functions").paginate()
    for one in (one for page in pages for one in page["Functions"]):
        if one["FunctionName"].endswith(f"-{function}"):
            return str(one["FunctionName"])
    raise OperatorError(f"The local stage has no function {function}.")
