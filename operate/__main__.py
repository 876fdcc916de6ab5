"""`python -m operate <verb> --stage <stage>`: operator tools for a running stage, called by `make redrive`, `restore`,
`reindex`, `invite`, `doctor`, `diff` and `remove`. Redriving and restoring change nothing without --yes; removing a
stage starts immediately if there are no documents; doctor and diff never change anything.
"""

import argparse
import sys
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from operate import accounts, removing
from operate import stage as stages
from operate.stage import Stage
from tools.failure import OperatorError


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0 when everything that was requested is done."""
    args = _parser().parse_args(arguments)
    try:
        if args.verb == "diff":
            return _diff(args.stage)
        stage = removing.approach(args.stage) if args.verb == "remove" else stages.enter(args.stage)
        print(f"Docloft, {stage}\n", flush=True)
        return _done(stage, args)
    except OperatorError as error:
        print(f"Docloft: {error}", file=sys.stderr)
    except ClientError as error:
        refused = f"AWS refused {error.operation_name}: {stages.code(error)}"
        print(f"Docloft: {refused}. Everything printed above was done, and nothing else.", file=sys.stderr)
    return 1


def _done(stage: Stage, args: argparse.Namespace) -> int:  # noqa: PLR0911 - one for each verb
    # docloft.tables reads the names of the tables when it is imported, so the stage must be known first.
    match args.verb:
        case "redrive":
            return _redrive(stage, args)
        case "restore":
            from operate import restoring  # noqa: PLC0415

            request = restoring.RestoreRequest(args.table, args.at, args.library, overwrite=args.overwrite)
            if args.remove_copy:
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
        if args.remove or args.reset_second_factor:
            raise OperatorError(f"EMAIL is missing: {stage.command('invite', EMAIL='ada@example.org')}")
        return accounts.show(stage)
    if args.remove:
        return accounts.remove(stage, args.email)
    if args.reset_second_factor:
        return accounts.reset_second_factor(stage, args.email)
    return accounts.invite(stage, args.email)


def _diff(name: str) -> int:
    from operate import diffing  # noqa: PLC0415 - cfn-lint's schemas take a second to load

    if not stages.has_credentials(name):
        return diffing.diff_with_packages(name)
    stage = stages.reach(name)
    print(f"Docloft, {stage}\n", flush=True)
    return diffing.diff(stage)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m operate", description="Operator tools for a running stage.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    redrive = verbs.add_parser("redrive", help="show failed work and why it failed; retry it")
    redrive.add_argument("--one", metavar="ID", default="", help="retry this message only")
    redrive.add_argument("--yes", action="store_true", help="retry everything")
    redrive.add_argument("--forget", metavar="ID", default="", help="delete a message that is not a command")
    restore = verbs.add_parser("restore", help="restore a table's records as they were at a moment")
    restore.add_argument("--table", choices=("documents", "library", "jobs", "history"), default="documents")
    restore.add_argument(
        "--at", type=_moment, required=True, metavar="TIME", help="ISO 8601, e.g. 2026-11-25T08:00:00Z"
    )
    restore.add_argument("--library", metavar="ID", default="", help="this library only")
    restore.add_argument("--overwrite", action="store_true", help="also replace records that have changed since")
    restore.add_argument("--yes", action="store_true", help="restore; without it, only show")
    restore.add_argument("--remove-copy", action="store_true", help="delete the copy that was made of the table")
    doctor = verbs.add_parser("doctor", help="check the stage and print what to do")
    doctor.add_argument("--only", metavar="CHECK", action="append", default=[], help="run only this check; repeatable")
    verbs.add_parser("diff", help="show what a deploy of the files here would change, and drift")
    verbs.add_parser("reindex", help="rebuild the search index of every library")
    invite = verbs.add_parser("invite", help="list the people who may sign in; invite or remove one")
    invite.add_argument("--email", metavar="ADDRESS", default="", help="of the person; without it, list everyone")
    change = invite.add_mutually_exclusive_group()
    change.add_argument("--remove", action="store_true", help="the person may no longer sign in")
    change.add_argument("--reset-second-factor", action="store_true", help="turn off a second factor that was lost")
    remove = verbs.add_parser("remove", help="remove the stage, if it contains no documents")
    remove.add_argument("--documents", metavar="delete-STAGE", default="", help="delete its documents too, permanently")
    for verb in verbs.choices.values():
        verb.add_argument("--stage", required=True)
    return parser


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time like 2026-11-25T08:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


if __name__ == "__main__":
    sys.exit(main())
