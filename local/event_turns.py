"""Events wait for their turn, as they wait in Lambda's own queue when a function's concurrency is used up. The emulator
alone starts a process for each event that arrives while others are handled: eighty of one function when a hundred files
are uploaded at once, and each takes a second of processor time before its first event.
"""

import os
import threading
from contextvars import ContextVar
from typing import Any

from ministack.services import lambda_svc

AT_ONCE = max(4, os.cpu_count() or 1)
"""Events of one function that are handled at the same time. Events of queues and streams have their own limits, and
requests do not wait.
"""
_is_event = ContextVar("is_event", default=False)
_turns: dict[str, threading.Semaphore] = {}
_execute, _invoke = lambda_svc._execute_function, lambda_svc.invoke_async_with_retry  # noqa: SLF001


def install() -> None:
    lambda_svc._execute_function = _execute_in_turn  # noqa: SLF001
    lambda_svc.invoke_async_with_retry = _invoke_in_turn


def _execute_in_turn(function: dict[str, Any], event: Any) -> Any:
    if not _is_event.get():
        return _execute(function, event)
    # The emulator may call this function again for the same event, which has its turn then.
    token = _is_event.set(False)
    try:
        with _turns.setdefault((function.get("config") or function)["FunctionArn"], threading.Semaphore(AT_ONCE)):
            return _execute(function, event)
    finally:
        _is_event.reset(token)


def _invoke_in_turn(function: dict[str, Any], event: Any) -> None:
    # The thread that it starts has a copy of this context.
    token = _is_event.set(True)
    try:
        _invoke(function, event)
    finally:
        _is_event.reset(token)
