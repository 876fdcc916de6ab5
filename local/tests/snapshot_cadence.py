"""Prints what the background saved when, and which files the journal had, as JSON: run by the emulator's own Python.
Arguments: a folder, the seconds between snapshots of the tables, the number of the snapshot of them that fails (0:
none), and what happens: `request`, or `stack` for a request about a stack. Each waits until the tables were saved.
"""

import asyncio
import json
import logging
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ministack import app
from ministack.services import cloudformation

from local import durability, snapshots
from local.journal import Journal

_, FOLDER, PAUSE, FAILING, *EVENTS = sys.argv
TABLES = "dynamodb"
PATIENCE_SECONDS = 40
saves: list[dict[str, Any]] = []
succeeded: list[dict[str, Any]] = []
save_all = durability._save_all


def save_and_note(states):
    """Saves like the emulator. Its other thread saves small states, of which there are none here."""
    if states:
        saves.append({"at": time.monotonic(), "services": sorted(states), "files": journal.numbers()})
        is_failing = sum(TABLES in save["services"] for save in saves) == int(FAILING)
        # An object of this class cannot be encoded.
        save_all({**states, TABLES: object} if is_failing and TABLES in states else states)
        if TABLES in states and not is_failing:
            succeeded.append(saves[-1])


def wait_until(is_over):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_over():
        if time.monotonic() > deadline:
            sys.exit(f"After {PATIENCE_SECONDS} s, these were saved: {saves}")
        time.sleep(0.01)


STATES = dict.fromkeys((TABLES, "cloudwatch_logs", "cloudformation", "iam"), dict)
app._build_persistence_save_dict = lambda: STATES
durability._save_all = save_and_note
durability._PAUSE_SECONDS, durability._LARGE_PAUSE_SECONDS = 0.05, float(PAUSE)
snapshots.install()
logging.disable()
journal = Journal(Path(FOLDER, "journal"))
saver = durability.Saver(journal)
saver.start()
for number, event in enumerate(EVENTS, 1):
    if event == "stack":
        with suppress(Exception):
            asyncio.run(cloudformation.handle_request())
    saver.changed()
    wait_until(lambda number=number: len(succeeded) == number)
    wait_until(lambda: len(journal.numbers()) == 1)
print(json.dumps({"saves": saves, "files": journal.numbers()}))
