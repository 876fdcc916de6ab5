"""Bringing a table's records back from a moment (docs/decisions/0012-restore.md). The copy of that moment stands beside
the live table and is compared with it; what is missing is put back, one conditional write a record. What was accepted
since is never touched, and what has changed since only when that is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docloft.identity import timestamp
from operate import comparing, copies, reindexing, repairs
from operate.comparing import Difference, Item, Key
from operate.stage import Stage
from tools.failure import OperatorError
from tools.progress import step

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """Which records of which moment. `library_id` empty: of all libraries."""

    table: str
    at: datetime
    library_id: str = ""
    overwrite: bool = False


def restore(stage: Stage, wish: Wish, *, do: bool) -> int:
    """Shows what would change, and with `do` changes it and rebuilds the indexes of the libraries it touched. May be
    repeated: what is back already is equal. Answers the exit status. Raises OperatorError.
    """
    live = stage.table(wish.table)
    if not copies.exists(live):
        return _revive(stage, wish, do=do)
    if do:
        # Making a table again may have broken off before it had all its settings.
        copies.complete(stage, wish.table)
    copy = copies.make(live, wish.at)
    with step(f"Comparing {live} with it"):
        now_there = comparing.items(live, wish.library_id)
        then_there = comparing.items(copy, wish.library_id)
        difference = comparing.compare(wish.table, now_there, then_there)
        lost = _lost(wish, now_there, then_there)
    _show(wish, difference, lost)
    if not do:
        print(f"\nNothing was changed. Do it: {_command(stage, wish, YES='1')}")
        _say_copy(stage, wish, copy)
        return 0
    touched, refused = _carry_out(live, wish, difference, lost)
    print(f"\nDone: {len(touched)} records written, {refused} had just been changed by somebody and were left alone.")
    if wish.table == "documents" and touched:
        reindexing.reindex(stage, {key[0] for key in touched})
    _say_copy(stage, wish, copy)
    return 1 if refused else 0


def remove_copy(stage: Stage, wish: Wish) -> int:
    """Deletes the copy of that moment, which costs storage as long as it is there; never another table."""
    copy = copies.name_of_copy(stage.table(wish.table), wish.at)
    if not copies.exists(copy):
        raise OperatorError(f"There is no {copy}.")
    copies.remove(copy)
    print(f"Deleted {copy}.")
    return 0


def _revive(stage: Stage, wish: Wish, *, do: bool) -> int:
    live = stage.table(wish.table)
    backup, made_at = copies.newest_backup(live)
    print(f"{live} is gone. Its newest backup is of {timestamp(made_at)}.")
    if not do:
        print(f"\nNothing was changed. Make the table again from it: {_command(stage, wish, YES='1')}")
        return 0
    copies.revive(stage, wish.table, backup)
    records_now = comparing.items(live)
    found = comparing.compare(wish.table, records_now, records_now)
    print(f"Made again: {found.read} records; {found.originals} originals are what their cards say.")
    _list("are to be looked at", found.suspect)
    if wish.table == "documents":
        print("Deploy the worker when there is time: its own mapping names the stream of the table that was deleted.")
        lost = _lost(wish, records_now, {})
        touched = [key for key in lost if repairs.adopt(*key)]
        print(f"{len(touched)} originals had no card and were given one.")
        reindexing.reindex(stage)
    return 0


def _lost(wish: Wish, now_there: Mapping[Key, Item], then_there: Mapping[Key, Item]) -> list[tuple[str, str]]:
    if wish.table != "documents":
        return []
    known = {*now_there, *then_there}
    return list(comparing.orphans(lambda library, document: (library, document) in known, wish.library_id))


def _show(wish: Wish, found: Difference, lost: list[tuple[str, str]]) -> None:
    looked = f"; {found.originals} originals are what their cards say" if wish.table == "documents" else ""
    print(f"\n{found.read} records in the copy, {found.equal} of them as they are now{looked}.")
    _list("are missing now and will be put back", found.missing)
    fate = "will be put back to what they were" if wish.overwrite else "stay as they are (OVERWRITE=1 puts them back)"
    _list(f"have changed since and {fate}", found.changed)
    _list("came since and stay", found.since)
    if lost:
        _list("have an original and no card anywhere: they will get one and be read again", dict.fromkeys(lost))
    _list("are not brought back", found.left_out)
    if found.suspect:
        _list("are as they were, and yet to be looked at", found.suspect)


def _list(what: str, records: Mapping[Key, Any]) -> None:
    print(f"\n{len(records)} {what}")
    for key, why in list(records.items())[:_SHOWN]:
        print(f"  {' '.join(key)}{f': {why}' if isinstance(why, str) else ''}")
    if len(records) > _SHOWN:
        print(f"  and {len(records) - _SHOWN} more")


def _carry_out(live: str, wish: Wish, found: Difference, lost: list[tuple[str, str]]) -> tuple[list[Key], int]:
    """The keys that were written, and how many writes were refused because somebody was faster."""
    changed = found.changed if wish.overwrite else {}
    written: list[Key] = []
    refused = 0
    for key, item in found.missing.items():
        done = repairs.put_back(item) if wish.table == "documents" else repairs.put_record(live, item, None)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    for key, (before, item) in changed.items():
        done = repairs.revert(before, item) if wish.table == "documents" else repairs.put_record(live, item, before)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    for key in lost:
        done = repairs.adopt(*key)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    return written, refused


def _command(stage: Stage, wish: Wish, **more: str) -> str:
    options = {"TABLE": wish.table, "AT": timestamp(wish.at)}
    if wish.library_id:
        options["LIBRARY"] = wish.library_id
    if wish.overwrite:
        options["OVERWRITE"] = "1"
    return stage.command("restore", **options, **more)


def _say_copy(stage: Stage, wish: Wish, copy: str) -> None:
    done = stage.command("restore", TABLE=wish.table, AT=timestamp(wish.at), REMOVE="1")
    print(f"\n{copy} stays, and costs its storage. When all is well: {done}")
