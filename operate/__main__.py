"""`python -m operate <verb> --stage <stage>`: operator tools for a running stage, called by `make redrive`, `restore`,
`reindex`, `invite`, `doctor`, `diff` and `remove`, which pass their variables as options of the same names.
Redriving and restoring change nothing without YES=1; removing a stage starts immediately if there are no documents;
doctor and diff never change anything.
"""

import argparse
import re
import sys
from datetime import UTC, datetime
from typing import NoReturn

from botocore.exceptions import BotoCoreError

from docloft import faults
from operate import accounts, removing
from operate import stage as stages
from operate.stage import TABLES, Stage
from tools.failure import OperatorError

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
"""A rough check: AWS and the mail server decide."""
_STOPPED = "What was printed as done is done; the rest may be done in part. Repeat the command."


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0 when everything that was requested is done, 130 after Ctrl-C. An error is one sentence
    on stderr.
    """
    try:
        return _run(_parser().parse_args(arguments))
    except OperatorError as error:
        print(f"Docloft: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\nDocloft: stopped. {_STOPPED}", file=sys.stderr)
        return 130
    except Exception as error:
        # PynamoDB wraps botocore's errors.
        if (why := _of_aws(error)) is None:
            raise
        print(f"Docloft: {why} {_STOPPED}", file=sys.stderr)
    return 1


def _run(args: argparse.Namespace) -> int:
    if args.verb == "diff":
        return _diff(args.stage)
    if args.verb == "restore" and args.at is None:
        example = "AT=2026-11-25T08:00:00Z"
        raise OperatorError(f"AT is missing. Choose a moment before the damage, in UTC: make restore {example}.")
    stage = removing.stage_to_remove(args.stage) if args.verb == "remove" else stages.enter(args.stage)
    print(f"Docloft, {stage}\n", flush=True)
    return _done(stage, args)


def _of_aws(error: Exception) -> str | None:
    """What AWS refused, with what to do where that is known; None for any other error."""
    if (refusal := faults.refusal_of(error)) is not None:
        return stages.sentence_of(refusal)
    failed = next((link for link in faults.chain(error) if isinstance(link, BotoCoreError)), None)
    return None if failed is None else f"AWS could not be reached ({type(failed).__name__}). Try again."


def _done(stage: Stage, args: argparse.Namespace) -> int:  # noqa: PLR0911 - one for each verb
    # docloft.tables reads the names of the tables when it is imported, so the stage must be known first.
    match args.verb:
        case "redrive":
            return _redrive(stage, args)
        case "restore":
            from operate import restoring  # noqa: PLC0415

            request = restoring.RestoreRequest(args.table, args.at, args.library, overwrite=args.overwrite)
            if args.remove:
                return restoring.remove_copy(stage, request)
            return restoring.restore(stage, request, do=args.yes)
        case "invite":
            return _invite(stage, args)
        case "remove":
            return removing.remove(stage, args.documents)
        case "doctor":
            from operate import doctor  # noqa: PLC0415

            return doctor.examine(stage, tuple(args.only))
        case _:
            from operate import reindexing  # noqa: PLC0415

            done = reindexing.reindex(stage)
            print(f"Search indexes rebuilt: {done}.")
            return 0


def _redrive(stage: Stage, args: argparse.Namespace) -> int:
    from operate import redriving  # noqa: PLC0415

    if args.forget:
        return redriving.forget(stage, args.forget)
    return redriving.redrive(stage, one=args.one, everything=args.yes)


def _invite(stage: Stage, args: argparse.Namespace) -> int:
    if not args.email:
        if args.remove or args.reset:
            option = {"REMOVE": "1"} if args.remove else {"RESET": "1"}
            raise OperatorError(f"EMAIL is missing: {stage.command('invite', EMAIL='ada@example.org', **option)}")
        return accounts.show(stage)
    if not _ADDRESS.fullmatch(args.email):
        raise OperatorError(f"EMAIL={args.email} is not an address like ada@example.org.")
    if args.remove and args.reset:
        raise OperatorError("REMOVE and RESET exclude each other: give one of them.")
    if args.remove:
        return accounts.remove(stage, args.email)
    if args.reset:
        return accounts.reset_second_factor(stage, args.email)
    return accounts.invite(stage, args.email)


def _diff(name: str) -> int:
    from operate import diffing  # noqa: PLC0415 - cfn-lint's schemas take a second to load

    if not stages.has_credentials(name):
        return diffing.diff_with_packages(name)
    stage = stages.reach(name)
    print(f"Docloft, {stage}\n", flush=True)
    return diffing.diff(stage)


class _Parser(argparse.ArgumentParser):
    """Reports a wrong argument as an OperatorError, by the name that it has in make."""

    def error(self, message: str) -> NoReturn:
        found = re.fullmatch(r"argument --(\w+): (.*)", message, re.DOTALL)
        raise OperatorError(f"{found[1].upper()} {found[2]}." if found else f"{message}.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m operate", description="Operator tools for a running stage.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    redrive = verbs.add_parser("redrive", help="show failed work and why it failed; retry it")
    redrive.add_argument("--one", metavar="ID", default="", help="retry this message only")
    _add_switch(redrive, "--yes", "retry everything")
    redrive.add_argument("--forget", metavar="ID", default="", help="delete a message that is not a command")
    restore = verbs.add_parser("restore", help="restore a table's records as they were at a moment")
    restore.add_argument("--table", type=_table, default="documents", help=", ".join(TABLES))
    restore.add_argument("--at", type=_moment, metavar="TIME", help="ISO 8601, e.g. 2026-11-25T08:00:00Z")
    restore.add_argument("--library", metavar="ID", default="", help="this library only")
    _add_switch(restore, "--overwrite", "also replace records that have changed since")
    _add_switch(restore, "--yes", "restore; without it, only show")
    _add_switch(restore, "--remove", "delete the restored copy of the table")
    doctor = verbs.add_parser("doctor", help="check the stage and print what to do")
    doctor.add_argument("--only", metavar="CHECK", action="append", default=[], help="run only this check; repeatable")
    verbs.add_parser("diff", help="show what a deploy of the files here would change, and drift")
    verbs.add_parser("reindex", help="rebuild the search index of every library")
    invite = verbs.add_parser("invite", help="list the people who may sign in; invite or remove one")
    invite.add_argument("--email", metavar="ADDRESS", default="", help="of the person; without it, list everyone")
    _add_switch(invite, "--remove", "the person may no longer sign in")
    _add_switch(invite, "--reset", "turn off a second factor that was lost")
    remove = verbs.add_parser("remove", help="remove the stage, if it contains no documents")
    remove.add_argument("--documents", metavar="delete-STAGE", default="", help="delete its documents too, permanently")
    for verb in verbs.choices.values():
        verb.add_argument("--stage", required=True)
    return parser


def _add_switch(parser: argparse.ArgumentParser, name: str, what: str) -> None:
    parser.add_argument(name, nargs="?", type=_switch, const=True, default=False, metavar="1", help=what)


def _switch(text: str) -> bool:
    """The value of a switch such as `YES=1`. Only 1 is accepted: in make every value is true, even `no` and `0`."""
    if text not in {"", "1"}:
        raise argparse.ArgumentTypeError(f"is 1 or left out, not {text!r}. Nothing was changed")
    return text == "1"


def _table(text: str) -> str:
    if text not in TABLES:
        raise argparse.ArgumentTypeError(f"is one of {', '.join(TABLES)}, not {text!r}. Nothing was changed")
    return text


def _moment(text: str) -> datetime | None:
    """None for an empty text."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise argparse.ArgumentTypeError(f"is a time like 2026-11-25T08:00:00Z, not {text!r}") from None
    return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


if __name__ == "__main__":
    sys.exit(main())
