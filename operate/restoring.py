"""Bringing a table's records back from a moment (docs/decisions/0012-restore.md). The copy of that moment stands beside
the live table and is compared with it; what is missing is put back, one conditional write a record. What was accepted
since is never touched, and what has changed since only when that is asked for.
"""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from docloft import archive, models, objects, work
from docloft.documents import State, title_from
from docloft.identity import new_id, now, timestamp
from docloft.models import Document, HistoryEvent
from local.progress import step
from operate import comparing, copies, reindexing
from operate.comparing import Difference, Item, Key
from operate.stage import CannotError, Stage, client, code

ACTOR = "operator"
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
    repeated: what is back already is equal. Answers the exit status. Raises CannotError.
    """
    live = stage.table(wish.table)
    if not copies.exists(live):
        return _revive(stage, wish, do=do)
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
        raise CannotError(f"There is no {copy}.")
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
    found = comparing.compare(wish.table, {}, comparing.items(live))
    print(f"Made again: {found.read} records; {found.originals} originals are what their cards say.")
    for key, why in list(found.left_out.items())[:_SHOWN]:
        print(f"  {' '.join(key)}: {why}")
    if wish.table == "documents":
        print("Deploy the worker when there is time: its own mapping names the stream of the table that was deleted.")
        lost = _lost(wish, found.missing, {})
        touched = [key for key in lost if _adopt(*key)]
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
        done = _put_back(item) if wish.table == "documents" else _put(live, item, None)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    for key, (before, item) in changed.items():
        done = _turn_back(before, item) if wish.table == "documents" else _put(live, item, before)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    for key in lost:
        done = _adopt(*key)
        written, refused = ([*written, key], refused) if done else (written, refused + 1)
    return written, refused


def _put_back(item: Item) -> bool:
    """A card that is missing, with a version nobody has seen: an old If-Match must not fit."""
    document = models.from_item("documents", item)
    assert isinstance(document, Document)  # noqa: S101 - for mypy
    lines = models.history_of(document.library_id, document.document_id)
    document.version = max([int(document.version), *(int(line.version) for line in lines)]) + 1
    return _new(document, "put_back")


def _adopt(library_id: str, document_id: str) -> bool:
    """A card made from what its original carries (services/storage, receiving)."""
    head = objects.client().head_object(Bucket=objects.bucket(), Key=objects.original_key(library_id, document_id))
    name = urlsafe_b64decode(head["Metadata"]["file-name"]).decode()
    lines = models.history_of(library_id, document_id)
    document = Document(
        library_id,
        document_id,
        state=State.RECEIVED,
        title=title_from(name),
        file_name=name,
        media_type=head["ContentType"],
        size=head["ContentLength"],
        checksum_sha256=head["Metadata"]["checksum-sha256"],
        created_at=head["Metadata"]["created-at"],
        version=max([0, *(int(line.version) for line in lines)]) + 1,
    )
    return _new(document, "adopted")


def _new(document: Document, event: str) -> bool:
    document.updated_at = timestamp()
    for name, value in _as_the_bucket_has_it(document).items():
        setattr(document, name, value)
    held = archive.holder_of(document.library_id, document.checksum_sha256)
    claim = [archive.claim(document)] if held is None and document.state != State.AWAITING_UPLOAD else []
    try:
        models.commit(models.New(document), models.New(_line(document, event, int(document.version))), *claim)
    except models.StepRefusedError:
        return False
    _have_read(document)
    return True


def _turn_back(before: Item, item: Item) -> bool:
    """A card that differs, if it is still as it was compared."""
    live, then = models.from_item("documents", before), models.from_item("documents", item)
    assert isinstance(live, Document)  # noqa: S101 - for mypy
    assert isinstance(then, Document)  # noqa: S101 - for mypy
    for name, value in _as_the_bucket_has_it(then).items():
        setattr(then, name, value)
    names = set(Document.get_attributes()) - {"library_id", "document_id", "version", "updated_at"}
    values = {name: getattr(then, name) for name in names}
    values |= {"version": int(live.version) + 1, "updated_at": timestamp()}
    try:
        models.commit(models.Changed(live, values), models.New(_line(live, "put_back", values["version"])))
    except models.StepRefusedError:
        return False
    _have_read(then)
    return True


def _as_the_bucket_has_it(document: Document) -> dict[str, Any]:
    """A card of a moment when its bytes were on their way, or whose words are gone: what is in the archive now is
    received, and read anew by the sweep.
    """
    state = State(document.state)
    original = objects.head(objects.original_key(document.library_id, document.document_id))
    if original is None or state == State.REJECTED:
        return {}
    text = objects.text_key(document.library_id, document.document_id)
    if state in {State.READY, State.FAILED} and not (document.has_text and objects.head(text) is None):
        return {}
    moment = timestamp(now())
    received = {
        "state": State.RECEIVED,
        "library_state": f"{document.library_id}#{'trash' if document.trashed_at else State.RECEIVED}",
        "lease_token": None,
        "lease_until": None,
        "attempts": 0,
    }
    return received | {"due_shard": archive.due_shard_of(document.document_id), "due_at": moment, "expires_at": None}


def _have_read(document: Document) -> None:
    """Without waiting for the sweep, which would find it."""
    if document.state == State.RECEIVED:
        read = work.Action.READ
        work.send(work.Command(read, document.library_id, document.document_id, correlation_id=new_id()))


def _line(document: Document, event: str, version: int) -> HistoryEvent:
    subject = f"{document.library_id}#{document.document_id}"
    return HistoryEvent(subject, new_id(), event=event, actor=ACTOR, at=timestamp(), version=version)


def _put(table: str, item: Item, before: Item | None) -> bool:
    """Writes a record if it is still not there, or still as it was compared, attribute by attribute."""
    names = {f"#n{number}": name for number, name in enumerate(before or {"library_id": None})}
    if before is None:
        keys = client("dynamodb").describe_table(TableName=table)["Table"]["KeySchema"]
        names = {"#n0": keys[0]["AttributeName"]}
        condition, values = "attribute_not_exists(#n0)", {}
    else:
        condition = " AND ".join(f"#n{number} = :v{number}" for number in range(len(before)))
        values = {f":v{number}": value for number, value in enumerate(before.values())}
    told: dict[str, Any] = {"ConditionExpression": condition, "ExpressionAttributeNames": names}
    if values:
        told["ExpressionAttributeValues"] = values
    try:
        client("dynamodb").put_item(TableName=table, Item=item, **told)
    except ClientError as error:
        if code(error) == "ConditionalCheckFailedException":
            return False
        raise
    return True


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
