"""Invokes the work function of the worker directly, for what must not be kept on a queue."""

import json
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

from docloft import aws
from docloft.settings import required, settings
from docloft_api.request_errors import TryAgainError

_SECONDS = 20
"""Leaves time for the response within the gateway's 29 seconds. The work function continues after that."""


def unlock(request: dict[str, str]) -> None:
    """Invokes the work function to read a locked document. Returns when it is read, or after _SECONDS. Raises
    TryAgainError when it could not, and ClientError when Lambda refuses.
    """
    payload = json.dumps({"unlock": request}).encode()
    try:
        response = client().invoke(FunctionName=required("WORK_FUNCTION"), Payload=payload)
    except ReadTimeoutError:
        return
    # A function that was stopped returns a description of its error.
    if "FunctionError" in response or json.loads(response["Payload"].read())["outcome"] == "error":
        raise TryAgainError("The document could not be read now. Nothing was lost: enter the password again later.")


@cache
def client() -> Any:
    """The process's client of Lambda, made at first use. Without retries: each would read the document again."""
    config = Config(read_timeout=_SECONDS, connect_timeout=3, retries={"mode": "standard", "total_max_attempts": 1})
    return aws.session().create_client("lambda", region_name=settings().region, config=config)
