"""Keeps what the emulator accepted even if the emulator is killed. Without this, it saves objects at any time and
everything else only on a clean stop, so a killed stage would have objects without their records. This runs inside the
emulator (launcher.py) and relies on its internals.

- Objects are files already.
- Items of tables: each request that changes some is written to a journal before its response. After a restart the
  changes are made again on top of the last snapshot, and emitted to the tables' streams again, because streams are not
  saved and their functions may not have seen them.
- Queues, accounts and API keys are small: they are saved four times a second while requests arrive.
- Everything else: a snapshot soon after a request, which takes at most a twentieth of the time. Stacks only after a
  request about them, together with the tables. Otherwise tables, whose items are in the journal, and logs twice a
  minute: they are most of the snapshot, and were a quarter of the emulator's processor time. A killed emulator may lose
  half a minute of its logs, and of changes of a table that are neither items nor made by a stack.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core.responses import request_scope
from ministack.services import cloudformation, dynamodb, lambda_svc, sqs

from local import snapshots
from local.journal import Journal

_PAUSE_SECONDS = 2.0
_SMALL = frozenset({"sqs", "cognito", "apigateway_v1"})
_SMALL_PAUSE_SECONDS = 0.25
_STACKS, _LOGS, _TABLES = "cloudformation", "cloudwatch_logs", "dynamodb"
_LARGE_PAUSE_SECONDS = 30.0

_saving, _saving_small = threading.Lock(), threading.Lock()
_save_all = app.save_all
_request = threading.local()


class Saver:
    """Saves in the background from `start` on. `changed` is called for each request."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._changed, self._small_changed = threading.Event(), threading.Event()
        self._stacks_changed = threading.Event()
        self._next_large = 0.0
        # Files of the journal that are not removed yet, each with the ends of all streams after its last change.
        self._ended: list[tuple[int, dict[Any, int]]] = []

    def start(self) -> None:
        self._ended = [(number, stream_ends()) for number in self._journal.numbers()]
        self._journal.begin_file()
        self._note_stacks()
        for name, save in (("saving", self._keep_saving), ("saving queues", self._keep_saving_small)):
            threading.Thread(target=save, name=name, daemon=True).start()

    def changed(self) -> None:
        self._changed.set()
        self._small_changed.set()

    def _note_stacks(self) -> None:
        handle = cloudformation.handle_request

        async def handle_and_note(*request: Any) -> Any:
            try:
                return await handle(*request)
            finally:
                # If the stack is being deployed, that happens now, so the next snapshot is made after it.
                self._stacks_changed.set()

        cloudformation.handle_request = handle_and_note

    def _keep_saving(self) -> None:
        pause = _PAUSE_SECONDS
        are_large_saved = True
        while True:
            self._changed.wait(None if are_large_saved else max(0.0, self._next_large - time.monotonic()))
            time.sleep(pause)
            stacks = self._stacks_changed.is_set()
            self._stacks_changed.clear()
            if _is_deploying():
                self._stacks_changed.set()
            else:
                self._changed.clear()
                began = time.monotonic()
                # A stack and its tables are saved together.
                are_large_saved = stacks or began >= self._next_large
                if are_large_saved:
                    self._next_large = began + _LARGE_PAUSE_SECONDS
                self._save({_STACKS: stacks, _LOGS: are_large_saved, _TABLES: are_large_saved})
                pause = max(_PAUSE_SECONDS, 20 * (time.monotonic() - began))

    def _keep_saving_small(self) -> None:
        while True:
            self._small_changed.wait()
            time.sleep(_SMALL_PAUSE_SECONDS)
            if not _is_deploying():
                self._small_changed.clear()
                with _saving_small:
                    _save_all(snapshots.states(lambda name: name in _SMALL))

    def _save(self, included: dict[str, bool]) -> None:
        """Saves every service that is not small, and of those named here the ones with True."""
        if included[_TABLES]:
            # In this order, the streams end after every change in the file.
            self._ended.append((self._journal.begin_file(), stream_ends()))
        began = time.monotonic_ns()
        with _saving:
            _save_all(snapshots.states(lambda name: name not in _SMALL and included.get(name, True)))
        if not included[_TABLES]:
            return
        if not snapshots.is_saved(_TABLES, since=began):
            # The tables changed while they were copied, so the files are kept until the next snapshot.
            self._next_large = 0.0
            self._changed.set()
            return
        while self._ended and _are_read(self._ended[0][1]):
            number, _ = self._ended.pop(0)
            self._journal.remove_through(number)


def restore(load: Callable[[], None], journal: Journal) -> None:
    """Loads what was saved and makes the journal's changes again. From now on, changes are journalled."""
    load()
    _replay(journal)
    _journal_items(journal)
    # The functions that received these messages ended together with the emulator.
    for queue in sqs._queues.all_values():  # noqa: SLF001
        for message in queue["messages"]:
            if message.get("receive_count"):
                message["visible_at"] = time.time()


def save_on_exit(services: dict[str, Any]) -> None:
    """Saves like the emulator's own `save_all`, but not at the same time as the background does."""
    with _saving, _saving_small:
        _save_all(services)


def stream_ends() -> dict[Any, int]:
    """Where the stream that each function reads ends now, by event source mapping."""
    ends = {}
    for key, mapping in lambda_svc._esms.all_items():  # noqa: SLF001
        source = mapping.get("EventSourceArn", "")
        if ":table/" in source:
            account, region, _ = key
            ends[key] = dynamodb.stream_end_position(source.split("/")[1], account_id=account, region=region)
    return ends


def _are_read(ends: dict[Any, int]) -> bool:
    """Whether every function that still exists has handled its stream up to these ends."""
    positions = dict(lambda_svc._dynamodb_stream_positions.all_items())  # noqa: SLF001
    mappings = dict(lambda_svc._esms.all_items())  # noqa: SLF001
    return all(positions.get(key, 0) >= end for key, end in ends.items() if key in mappings)


def _replay(journal: Journal) -> None:
    tables = {table["TableId"]: table for table in dynamodb._tables.all_values()}  # noqa: SLF001
    for changes in journal.entries():
        for table_id, hash_key, range_key, item, removed in changes:
            # A table that is gone was deleted on purpose.
            if table := tables.get(table_id):
                _, _, _, region, account, name = table["TableArn"].split(":", 5)
                with request_scope(account, region):
                    if item is None:
                        dynamodb._remove_item(table, hash_key, range_key)  # noqa: SLF001
                    else:
                        dynamodb._set_item(table, hash_key, range_key, item)  # noqa: SLF001
                    event = "REMOVE" if item is None else "INSERT"
                    dynamodb._emit_stream_event(name.removeprefix("table/"), event, removed, item)  # noqa: SLF001


def _journal_items(journal: Journal) -> None:
    """Makes the emulator journal each request that changes items, as one line: a transaction is kept completely or not
    at all.
    """
    set_item, remove_item, handle = dynamodb._set_item, dynamodb._remove_item, dynamodb.handle_request  # noqa: SLF001

    def note(*change: Any) -> None:
        changes = getattr(_request, "changes", None)
        if changes is None:
            # Deleted without a request: an item that expired.
            journal.append([change])
        else:
            changes.append(change)

    def set_and_note(table: Any, hash_key: str, range_key: str, item: Any) -> Any:
        before = set_item(table, hash_key, range_key, item)
        note(table["TableId"], hash_key, range_key, item, None)
        return before

    def remove_and_note(table: Any, hash_key: str, range_key: str) -> Any:
        before = remove_item(table, hash_key, range_key)
        if before is not None:
            note(table["TableId"], hash_key, range_key, None, before)
        return before

    async def handle_and_journal(*request: Any) -> Any:
        # The handlers of DynamoDB never await, so the changes of one request are not mixed with another's.
        _request.changes = []
        try:
            return await handle(*request)
        finally:
            if _request.changes:
                journal.append(_request.changes)
            _request.changes = None

    dynamodb._set_item, dynamodb._remove_item = set_and_note, remove_and_note  # noqa: SLF001
    dynamodb.handle_request = handle_and_journal


def _is_deploying() -> bool:
    """A snapshot in the middle of a deploy could not be continued."""
    stacks = cloudformation._stacks.all_values()  # noqa: SLF001
    return any(stack.get("StackStatus", "").endswith("IN_PROGRESS") for stack in stacks)
