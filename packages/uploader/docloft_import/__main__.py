"""Imports an archive into Docloft: `docloft-import https://papers.example.org FOLDER_OR_ZIP ...`.

Takes the folder or ZIP that paperless-ngx's `document_exporter` writes, also with `--split-manifest`, and the ZIPs of
an export of Docloft: give all of them at once, so that links between their documents and earlier versions of their
files are imported. Titles, dates, senders, kinds, tags with their colours and parents, amounts, notes and custom fields
are imported with the files, and when each paper was added to the archive. So are, from both kinds, earlier versions of
files and the history (from paperless-ngx, its audit log); from Docloft also saved views, rules and settings.

Papers that were filed are not in the inbox again. What has no equivalent in Docloft is listed at the end, with counts;
`--dry-run` prints all of that and sends nothing.

A document that the library had before keeps what people gave it: only what it lacks is filled in. Run again after an
interruption, it continues.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from docloft_import import exported_settings
from docloft_import.file_versions import earlier_files
from docloft_import.filing import Fields, Labels, import_paper, link_paper, name_of, wait_until_read
from docloft_import.imported_archives import Archive, EarlierFile, Paper, Source
from docloft_import.origins import Ids, Origins, moments_of
from docloft_import.own_export import of_docloft
from docloft_import.paperless import of_paperless
from docloft_import.views_and_rules import add as add_views_and_rules
from docloft_upload import (
    Client,
    Journal,
    NoAccessError,
    UploadError,
    add_common,
    default_journal,
    in_parallel,
    key_of,
)


def read(
    source: Source, amount_field: str | None = None, due_field: str | None = None, currency: str | None = None
) -> Archive:
    """Reads the description of an archive of either kind. Raises UploadError if it has none."""
    if (description := source.json("docloft-export.json")) is not None:
        return of_docloft(description)
    if (manifest := source.json("manifest.json")) is not None:
        for name in source.names("-manifest.json"):
            manifest.extend(source.json(name) or [])
        return of_paperless(manifest, amount_field, due_field, currency)
    raise UploadError(
        f"{source.path} has neither the manifest.json of paperless-ngx nor the docloft-export.json of Docloft.",
        lasting=True,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="docloft-import", description="Import an archive into Docloft.")
    add_common(parser)
    parser.add_argument("archives", nargs="+", type=Path, metavar="FOLDER_OR_ZIP")
    parser.add_argument("--dry-run", action="store_true", help="print what would be imported, and send nothing")
    parser.add_argument("--amount-field", metavar="NAME", help="the custom field of paperless-ngx with the amount")
    parser.add_argument("--due-field", metavar="NAME", help="the custom field of paperless-ngx with the due date")
    parser.add_argument("--currency", metavar="EUR", help="the currency of amounts that have none")
    given = parser.parse_args(arguments)
    try:
        sources = [Source(path) for path in given.archives]
        found = [(source, read(source, given.amount_field, given.due_field, given.currency)) for source in sources]
        papers = [(source, paper) for source, one in found for paper in one.papers]
        left_out: Counter[str] = sum((one.left_out for _, one in found), Counter())
        known = {place for _, paper in papers for place in (paper.origin_id, paper.inside)}
        left_out["links to documents that these archives do not have"] += sum(
            to not in known for _, paper in papers if paper.origin_id for _, to in paper.links
        )
        if given.dry_run:
            _print_plan([paper for _, paper in papers], sum(len(one.earlier) for _, one in found))
            outcomes = Counter[str]()
        else:
            outcomes, refused = _import_all(given, found)
            left_out += refused
    except UploadError as error:
        print(f"docloft-import: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to continue.")
        return 130
    for what, count in left_out.most_common():
        print(f"not imported: {count} {what}")
    return int(outcomes["failed"] > 0)


def _print_plan(papers: Sequence[Paper], earlier: int) -> None:
    labels = {label for paper in papers for label in (paper.sender, paper.kind, *paper.tags) if label}
    counts = Counter(label.what for label in labels)
    fields = {field for paper in papers for field, _ in (*paper.fields, *paper.links)}
    entries = sum(len(paper.history) for paper in papers)
    print(
        f"{len(papers)} documents, {counts['sender']} senders, {counts['kind']} kinds, {counts['tag']} tags, "
        f"{len(fields)} fields{f', {earlier} earlier versions of files' if earlier else ''}"
        f"{f', {entries} history entries' if entries else ''}"
    )
    for paper in papers:
        known = [paper.document_date, paper.sender and paper.sender.name, paper.kind and paper.kind.name]
        tags = ", ".join(tag.name for tag in paper.tags)
        print(
            "  "
            + " | ".join([paper.title or paper.file_name, *(part for part in known if part), *([tags] if tags else [])])
        )


def _import_all(
    given: argparse.Namespace, archives: Sequence[tuple[Source, Archive]]
) -> tuple[Counter[str], Counter[str]]:
    """What happened to the documents, and what could not be imported of them and besides them."""
    client = Client(given.site, key_of(given), given.library)
    if not client.may_read:
        raise UploadError("A drop key can only add files. Import with your sign-in or the owner's key.", lasting=True)
    journal = Journal(given.journal or default_journal(given.site, given.library, key_of(given)))
    labels, fields = Labels(client), Fields(client)
    papers = [(source, paper) for source, archive in archives for paper in archive.papers]
    earlier = earlier_files(archives)
    left_out: list[str] = []
    outcomes: Counter[str] = Counter()
    refused = exported_settings.apply(client, [archive for _, archive in archives])
    _add_names(labels, fields, [archive for _, archive in archives])

    def one(found: tuple[Source, Paper]) -> tuple[Paper, str, str]:
        source, paper = found
        try:
            others = earlier.get(paper.origin_id or "", ())
            return (
                paper,
                import_paper(client, labels, source, paper, journal, fields, earlier=others, left_out=left_out),
                "",
            )
        except NoAccessError:
            raise
        except (UploadError, OSError) as error:
            return paper, "failed", f": {error}"

    whole = [found for found in papers if not found[1].is_part]
    parts = [found for found in papers if found[1].is_part]
    for some in (whole, parts):
        if some is parts and parts:
            wait_until_read(client)
        with closing(in_parallel(one, some)) as results:
            for paper, outcome, reason in results:
                outcomes[outcome] += 1
                print(f"{outcomes.total()} of {len(papers)}  {outcome}  {paper.title or paper.file_name}{reason}")
    outcomes["failed"] += _link_all(client, fields, papers, journal)
    documents = _imported(archives, journal)
    failed, not_restored = _restore_origins(client, labels, fields, archives, journal, earlier, documents)
    outcomes["failed"] += failed
    refused += not_restored
    refused += add_views_and_rules(client, labels, fields, [archive for _, archive in archives], documents)
    print(
        f"{outcomes['sent']} imported, {outcomes['completed']} were there already and got what they lacked, "
        f"{outcomes['known']} were imported earlier, {outcomes['failed']} failed."
    )
    return outcomes, refused + Counter(left_out)


def _link_all(client: Client, fields: Fields, papers: Sequence[tuple[Source, Paper]], journal: Journal) -> int:
    """Returns how many documents could not be linked."""
    places = {paper.origin_id: name_of(source, paper) for source, paper in papers if paper.origin_id}
    failed = 0
    for source, paper in papers:
        if not paper.links:
            continue
        try:
            link_paper(client, fields, source, paper, journal, places)
        except NoAccessError:
            raise
        except (UploadError, OSError) as error:
            failed += 1
            print(f"not linked  {paper.title or paper.file_name}: {error}")
    return failed


def _add_names(labels: Labels, fields: Fields, archives: Sequence[Archive]) -> None:
    """Also those that no document has."""
    for archive in archives:
        for label in archive.labels.values():
            labels.id_of(label)
        for field, _ in archive.fields.values():
            fields.id_of(field)


def _imported(archives: Sequence[tuple[Source, Archive]], journal: Journal) -> dict[str, str]:
    """The ids that documents have here by their ids in the archives."""
    return {
        paper.origin_id: document_id
        for source, archive in archives
        for paper in archive.papers
        if paper.origin_id and (document_id := journal.entry(name_of(source, paper)).get("document_id"))
    }


def _restore_origins(
    client: Client,
    labels: Labels,
    fields: Fields,
    archives: Sequence[tuple[Source, Archive]],
    journal: Journal,
    earlier: Mapping[str, Sequence[tuple[Source, EarlierFile]]],
    documents: Mapping[str, str],
) -> tuple[int, Counter[str]]:
    """How many documents failed, and what could not be restored."""
    origins = Origins(client, journal)

    def one(found: tuple[Source, Paper, Ids]) -> tuple[Paper, str]:
        source, paper, ids = found
        try:
            moments = moments_of(source, paper, earlier.get(paper.origin_id or "", ()))
            whole = replace(paper, file_moments=moments)
            origins.restore(source, whole, ids)
        except NoAccessError:
            raise
        except (UploadError, OSError) as error:
            return paper, str(error)
        return paper, ""

    failed = 0
    every = [
        (source, paper, ids)
        for source, archive in archives
        for ids in (Ids(labels, fields, archive.labels, archive.fields, documents),)
        for paper in archive.papers
    ]
    with closing(in_parallel(one, every)) as results:
        for paper, reason in results:
            if reason:
                failed += 1
                print(f"history not restored  {paper.title or paper.file_name}: {reason}")
    return failed, +origins.left_out


if __name__ == "__main__":
    sys.exit(main())
