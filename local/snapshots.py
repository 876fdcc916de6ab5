"""Writes the emulator's state to its files with little processor time. This runs inside the emulator (durability.py)
and relies on its internals.

Saving was half of the emulator's processor time: json.dump encodes in Python, where json.dumps encodes in C, states
were copied in Python first, which took twice as long as encoding the copy, and forty files were written each time, of
which five had changed.
"""

import copy
import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import persistence
from ministack.core.responses import AccountRegionScopedDict, AccountScopedDict

_COPIED_ONLY = frozenset(
    {"apigateway_v1", "cloudformation", "cloudwatch", "cloudwatch_logs", "cognito", "dynamodb", "iam", "s3", "sqs"}
)
"""Services whose `get_state` copies and changes nothing in the copy, so that the state itself can be encoded. That is
more consistent, too: other threads wait while C encodes the content of a store, but not while Python copies it.
"""
_reading = threading.local()
_deepcopy = copy.deepcopy
_json_default = persistence._json_default  # noqa: SLF001


def _deepcopy_unless_reading(value: Any, memo: Any = None) -> Any:
    return value if getattr(_reading, "in_place", False) else _deepcopy(value, memo)


def _without_copies(get_state: Callable[[], Any]) -> Callable[[], Any]:
    def get() -> Any:
        _reading.in_place = True
        try:
            return get_state()
        finally:
            _reading.in_place = False

    return get


def _store_default(value: object) -> object:
    """The emulator's encoding, of a copy: it iterates over the keys in Python while other threads may add some."""
    if isinstance(value, (AccountScopedDict, AccountRegionScopedDict)):
        snapshot = type(value)()
        snapshot._data = value._data.copy()  # noqa: SLF001
        value = snapshot
    return _json_default(value)


_saved: dict[str, tuple[int, int]] = {}
"""By service: the hash of its file's content, and when it was last known to be current (`time.monotonic_ns`)."""


def _save_if_changed(service: str, state: object) -> None:
    """Like the emulator's own `save_state`, which writes the file even if it has this content already."""
    began = time.monotonic_ns()
    version = persistence._state_format_version(service)  # noqa: SLF001
    try:
        text = json.dumps({"__ministack_format__": version, "payload": state}, default=_store_default)
        content = hash(text)
        if _saved.get(service, (None, 0))[0] != content:
            file = Path(persistence.STATE_DIR, f"{service}.json")
            file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = file.with_suffix(".json.tmp")
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(file)
        _saved[service] = content, began
    except Exception:
        # The others are still saved, and this one with the next snapshot.
        logging.getLogger("persistence").exception("The state of %s was not saved", service)


def install() -> None:
    """Makes the emulator save states like this."""
    copy.deepcopy = _deepcopy_unless_reading  # type: ignore[assignment]
    persistence._json_default = _store_default  # noqa: SLF001
    persistence.save_state = _save_if_changed


def states(included: Callable[[str], bool]) -> dict[str, Any]:
    """The functions that return the states to be saved, by service."""
    found: dict[str, Any] = app._build_persistence_save_dict()  # noqa: SLF001
    return {
        name: _without_copies(state) if name in _COPIED_ONLY else state
        for name, state in found.items()
        if included(name)
    }


def is_saved(service: str, *, since: int) -> bool:
    """Whether the service's file has everything that changed before this moment (`time.monotonic_ns`)."""
    return service in _saved and _saved[service][1] >= since
