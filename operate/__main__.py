"""`python -m operate <verb> --stage <stage>`: what an operator does to a running stage. `make redrive`, `restore`,
`reindex` and `remove` call it. Redriving and restoring only show what they would do until they are told otherwise;
removing goes ahead where there are no documents.
"""

import argparse
import sys
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from operate import removing
from operate import stage as stages
from operate.stage import Stage
from tools.failure import OperatorError


def main(arguments: list[str] | None = None) -> int:
    """Answers the exit status: 0 when all was done that was asked for."""
    told = _parser().parse_args(arguments)
    try:
        stage = removing.approach(told.stage) if told.verb == "remove" else stages.enter(told.stage)
        print(f"Docloft, {stage}\n", flush=True)
        return _done(stage, told)
    except OperatorError as error:
        print(f"Docloft: {error}", file=sys.stderr)
    except ClientError as error:
        refused = f"AWS refused {error.operation_name}: {stages.code(error)}"
        print(f"Docloft: {refused}. What was said above is done; nothing more.", file=sys.stderr)
    return 1


def _done(stage: Stage, told: argparse.Namespace) -> int:
    # docloft.tables reads the names of the tables when it is imported, so the stage must be known first.
    match told.verb:
        case "redrive":
            from operate import redriving  # noqa: PLC0415

            if told.forget:
                return redriving.forget(stage, told.forget)
            return redriving.redrive(stage, one=told.one, everything=told.yes)
        case "restore":
            from operate import restoring  # noqa: PLC0415

            wish = restoring.Wish(told.table, told.at, told.library, overwrite=told.overwrite)
            if told.remove_copy:
                return restoring.remove_copy(stage, wish)
            return restoring.restore(stage, wish, do=told.yes)
        case "remove":
            return removing.remove(stage, told.documents)
        case _:
            from operate import reindexing  # noqa: PLC0415

            done = reindexing.reindex(stage)
            print(f"Rebuilt the search index of {done} libraries.")
            return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m operate", description="Looks after a running stage of Docloft.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    redrive = verbs.add_parser("redrive", help="show what was given up and why; give it back")
    redrive.add_argument("--one", metavar="ID", default="", help="give back this message only")
    redrive.add_argument("--yes", action="store_true", help="give back everything")
    redrive.add_argument("--forget", metavar="ID", default="", help="delete a message that is no command at all")
    restore = verbs.add_parser("restore", help="bring a table's records back from a moment")
    restore.add_argument("--table", choices=("documents", "library", "jobs", "history"), default="documents")
    restore.add_argument(
        "--at", type=_moment, required=True, metavar="TIME", help="ISO 8601, e.g. 2026-11-25T08:00:00Z"
    )
    restore.add_argument("--library", metavar="ID", default="", help="this library only")
    restore.add_argument("--overwrite", action="store_true", help="also replace records that have changed since")
    restore.add_argument("--yes", action="store_true", help="do it; without, it is only shown")
    restore.add_argument("--remove-copy", action="store_true", help="delete the copy that was made of the table")
    verbs.add_parser("reindex", help="rebuild the search index of every library")
    remove = verbs.add_parser("remove", help="remove the stage, if it holds no documents")
    remove.add_argument("--documents", metavar="delete-STAGE", default="", help="delete its documents too, for ever")
    for verb in verbs.choices.values():
        verb.add_argument("--stage", required=True)
    return parser


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time like 2026-11-25T08:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


if __name__ == "__main__":
    sys.exit(main())
