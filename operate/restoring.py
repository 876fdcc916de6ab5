"""Restores a table's records to a point in time (docs/decisions/0012-restore.md). A copy as of that time is
compared with the live table, and missing records are written back, one conditional write each. Records added since are
never touched; records changed since only with OVERWRITE=1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docloft.clock import now, timestamp
from operate import backups, comparing, reindexing, repairs
from operate.comparing import Difference, Item, Key
from operate.stage import Stage
from tools.failure import OperatorError
from tools.progress import step

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """Which records to restore, and from when. An empty `library_id` means all libraries."""

    table: str
    at: datetime
    library_id: str = ""
    overwrite: bool = False


def restore(stage: Stage, request: RestoreRequest, *, do: bool) -> int:
    """Shows what would change; with `do`, changes it and rebuilds the indexes of the libraries concerned. Can be
    repeated: records that were restored are then equal, and are not written again. Returns the exit status. Raises
    OperatorError.
    """
    if request.at > now():
        raise OperatorError(
            f"AT={timestamp(request.at)} is in the future, so there is no backup of it. Nothing was changed. Choose a "
            "moment shortly before the damage; the newest that AWS can restore is about five minutes ago."
        )
    live = stage.table(request.table)
    if not backups.exists(live):
        return _revive(stage, request, do=do)
    if do:
        # An interrupted restore may have left the table without some of its settings.
        backups.complete(stage, request.table)
    copy = backups.make(live, request.at)
    with step(f"Comparing {live} with it"):
        now_there = comparing.items(live, request.library_id)
        then_there = comparing.items(copy, request.library_id)
        difference = comparing.compare(request.table, now_there, then_there)
        lost = _lost(request, now_there, then_there)
    if request.library_id and not now_there and not then_there and not lost:
        _say_copy(stage, request, copy)
        raise OperatorError(
            f"LIBRARY={request.library_id} has no record in {live}, now or then. No record was changed."
        )
    _show(request, difference, lost)
    if not do:
        is_different = difference.missing or lost or (request.overwrite and difference.changed)
        next_step = f"Do it: {_command(stage, request, YES='1')}" if is_different else "There is nothing to restore."
        print(f"\nNothing was changed. {next_step}")
        _say_copy(stage, request, copy)
        return 0
    touched, refused = _carry_out(live, request, difference, lost)
    print(f"\nDone: {len(touched)} records written, {refused} were changed in the meantime and left alone.")
    if request.table == "documents" and touched:
        reindexing.reindex(stage, {key[0] for key in touched})
    _say_copy(stage, request, copy)
    return 1 if refused else 0


def remove_copy(stage: Stage, request: RestoreRequest) -> int:
    """Deletes the copy as of that time, which costs storage. Never deletes another table."""
    copy = backups.name_of_copy(stage.table(request.table), request.at)
    if not backups.exists(copy):
        raise OperatorError(f"There is no {copy}: nothing to remove. AT must be that of the restore that made it.")
    backups.remove(copy)
    print(f"Deleted {copy}.")
    return 0


def _revive(stage: Stage, request: RestoreRequest, *, do: bool) -> int:
    live = stage.table(request.table)
    backup, made_at = backups.newest_backup(live)
    print(f"{live} is gone. Its newest backup is of {timestamp(made_at)}.")
    if not do:
        print(f"\nNothing was changed. Restore the table from it: {_command(stage, request, YES='1')}")
        return 0
    backups.revive(stage, request.table, backup)
    records_now = comparing.items(live)
    found = comparing.compare(request.table, records_now, records_now)
    print(f"Restored {found.read} records; {found.originals} originals match theirs.")
    _list("need attention", found.suspect)
    if request.table == "documents":
        print("Deploy the worker when convenient: its mapping still names the deleted table's stream.")
        lost = _lost(request, records_now, {})
        touched = [key for key in lost if repairs.adopt(*key)]
        print(f"{len(touched)} originals had no record and were given one.")
        reindexing.reindex(stage)
    return 0


def _lost(
    request: RestoreRequest, now_there: Mapping[Key, Item], then_there: Mapping[Key, Item]
) -> list[tuple[str, str]]:
    if request.table != "documents":
        return []
    known = {*now_there, *then_there}
    return list(comparing.orphans(lambda library, document: (library, document) in known, request.library_id))


def _show(request: RestoreRequest, found: Difference, lost: list[tuple[str, str]]) -> None:
    looked = f"; {found.originals} originals match their records" if request.table == "documents" else ""
    print(f"\n{found.read} records in the copy, {found.equal} of them unchanged{looked}.")
    _list("are missing and will be written back", found.missing)
    fate = "will be written back as they were" if request.overwrite else "are kept (OVERWRITE=1 writes them back)"
    _list(f"have changed since and {fate}", found.changed)
    _list("are new and are kept", found.since)
    if lost:
        _list("have an original and no record anywhere: they will get one and be read again", dict.fromkeys(lost))
    _list("are not restored", found.left_out)
    if found.suspect:
        _list("are unchanged but need attention", found.suspect)


def _list(what: str, records: Mapping[Key, Any]) -> None:
    print(f"\n{len(records)} {what}")
    for key, why in list(records.items())[:_SHOWN]:
        print(f"  {' '.join(key)}{f': {why}' if isinstance(why, str) else ''}")
    if len(records) > _SHOWN:
        print(f"  and {len(records) - _SHOWN} more")


def _carry_out(
    live: str, request: RestoreRequest, found: Difference, lost: list[tuple[str, str]]
) -> tuple[list[Key], int]:
    """Keys of the written records, and the number of writes that lost to a concurrent one."""
    changed = found.changed if request.overwrite else {}
    written: list[Key] = []
    refused = 0
    for key, item in found.missing.items():
        done = repairs.put_back(item) if request.table == "documents" else repairs.put_record(live, item, None)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    for key, (before, item) in changed.items():
        done = repairs.revert(before, item) if request.table == "documents" else repairs.put_record(live, item, before)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    for key in lost:
        done = repairs.adopt(*key)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    return written, refused


def _command(stage: Stage, request: RestoreRequest, **more: str) -> str:
    options = {"TABLE": request.table, "AT": timestamp(request.at)}
    if request.library_id:
        options["LIBRARY"] = request.library_id
    if request.overwrite:
        options["OVERWRITE"] = "1"
    return stage.command("restore", **options, **more)


def _say_copy(stage: Stage, request: RestoreRequest, copy: str) -> None:
    done = stage.command("restore", TABLE=request.table, AT=timestamp(request.at), REMOVE="1")
    print(f"\n{copy} is kept and costs storage. When everything is fine: {done}")
