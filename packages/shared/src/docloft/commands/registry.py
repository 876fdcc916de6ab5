"""Every action that the worker carries out: one declaration each. To add one, see docs/how-to/add-a-command.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """`handler`: "module:function" in the worker, imported only there. `required` and `optional`: which of document_id,
    job_id, pages and number its commands carry; any other is refused. `idempotence`: why a second or late delivery does
    no harm. That is required, because a standard queue delivers at least once and in any order. `fan_out`: whether the
    handler may send other commands.
    """

    name: str
    handler: str
    idempotence: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    fan_out: bool = False


ACTIONS: dict[str, Action] = {}
"""Every declared action, by its name."""


def job_kinds() -> list[str]:
    """Names of the actions that a job can follow: those whose commands may carry a job_id."""
    return [action.name for action in ACTIONS.values() if "job_id" in {*action.required, *action.optional}]


def declare(
    name: str,
    *,
    idempotence: str,
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    fan_out: bool = False,
) -> Action:
    """Adds an action to the registry and returns it. Its handler is `handle` of the module of the same name in
    docloft_worker.actions. Raises ValueError for a name that is taken.
    """
    if name in ACTIONS:
        raise ValueError(f"There are two actions called {name}.")
    ACTIONS[name] = Action(name, f"docloft_worker.actions.{name}:handle", idempotence, required, optional, fan_out)
    return ACTIONS[name]


READ = declare(
    "read",
    idempotence="Takes the document's lease; a document that is being read or was read is left as it is.",
    required=("document_id",),
    fan_out=True,
)
RECOGNISE = declare(
    "recognise",
    idempotence="Requests only the pages that are left, and each of them is recognised once.",
    required=("document_id",),
    fan_out=True,
)
RECOGNISE_PAGES = declare(
    "recognise_pages",
    idempotence="A page that is stored is not recognised again, and counts once.",
    required=("document_id", "pages"),
)
MAKE_SEARCHABLE = declare(
    "make_searchable",
    idempotence="Overwrites the PDF with the same pages; a finished job is not started again.",
    required=("document_id",),
    optional=("job_id",),
)
MAKE_RENDITION = declare(
    "make_rendition",
    idempotence="Overwrites the page with one of the same file; a finished job is not started again.",
    required=("document_id",),
    optional=("job_id",),
)
ASSEMBLE = declare(
    "assemble",
    idempotence="The ids of the new documents are in the job; one that was received is not made again.",
    required=("job_id",),
    fan_out=True,
)
PURGE = declare(
    "purge",
    idempotence="Deletes what still exists; a finished job is not started again.",
    required=("document_id",),
    optional=("job_id",),
)
REINDEX = declare(
    "reindex",
    idempotence="Replaces the index in one conditional write; a finished job is not started again.",
    optional=("job_id",),
)
BULK = declare(
    "bulk",
    idempotence="Each document is compared with what is wanted, and changed only where it differs.",
    required=("job_id",),
    optional=("number",),
    fan_out=True,
)
ALIGN_PARTS = declare(
    "align_parts",
    idempotence="Compares each part with what contains it, and changes only what differs.",
    required=("document_id",),
)
EXPORT = declare(
    "export",
    idempotence="Keeps the first plan, and writes an archive that is missing; a finished job is not started again.",
    required=("job_id",),
    optional=("number",),
    fan_out=True,
)
