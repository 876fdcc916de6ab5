"""Requests that are sent until the gateway refuses one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat

import requests

from tests.conftest import PATIENCE_SECONDS
from tools.api_client import attempts

REQUESTS = 60
"""More than the gateway lets through at once, for each method and key that is tested."""
SIDE_BY_SIDE = (8, 16, REQUESTS)
"""How many of them at the same time, by attempt. Each one more may start another process of the function, which takes
a second of processor time. But a slow machine that sends few at a time sends fewer than the gateway lets through.
"""


def send_until_throttled(send: Callable[[], requests.Response]) -> list[requests.Response]:
    """The responses to all requests: the last ones have status 429, unless the gateway refused none for
    PATIENCE_SECONDS.
    """
    responses: list[requests.Response] = []
    widths = chain(SIDE_BY_SIDE, repeat(SIDE_BY_SIDE[-1]))
    for _, width in zip(attempts(PATIENCE_SECONDS), widths, strict=False):
        with ThreadPoolExecutor(width) as together:
            responses += together.map(lambda _number: send(), range(REQUESTS))
        if any(response.status_code == requests.codes.too_many for response in responses):
            break
    return responses
