"""Adds the saved views and rules of an exported library. One that is there already, by its id, is left as it is, except
for links of a view to documents that were imported since.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from docloft_import.filing import Fields, Labels
from docloft_import.imported_archives import Archive, Rule
from docloft_upload import Client, UploadError, require

LINKS = "links of saved views and rules to documents that were not imported"
_OF_FIELD = re.compile(r"(-?field:)(.+)", re.DOTALL)
_ID = re.compile(r"\b(?=\d*[A-Z])0[0-9A-HJKMNP-TV-Z]{25}\b", re.IGNORECASE | re.ASCII)
"""The id of a document: a ULID. A number of 26 digits is not one."""
_REFUSED = frozenset({400, 409})
"""A query that names what was not imported, or a library that is full."""


def add(
    client: Client, labels: Labels, fields: Fields, archives: Iterable[Archive], documents: Mapping[str, str]
) -> Counter[str]:
    """Sends those of all archives, each once. `documents`: their ids here by those in the archives. Returns what could
    not be imported, with counts. Rules come last in an import: one that is on would be applied to the imported
    documents.
    """
    refused: Counter[str] = Counter()
    archives = list(archives)
    views = {view_id: (one, body) for one in archives for view_id, body in one.views.items()}
    here = {view["id"]: view for view in client.get("/v1/views")["views"]} if views else {}
    for view_id, (archive, exported) in views.items():
        if found := here.get(view_id):
            query, _ = _here(found["query"], documents)
            if query != found["query"]:
                body = {name: found[name] for name in exported} | {"query": query}
                refused["saved views"] += _is_refused(client, f"/v1/views/{view_id}", body)
        else:
            query, unknown = _here(exported["query"], documents)
            body = {**exported, "query": query, "order": _order(exported["order"], archive, fields)}
            refused["saved views"] += _is_refused(client, f"/v1/views/{view_id}", body)
            refused[LINKS] += unknown
    rules = {rule.rule_id: rule for one in archives for rule in one.rules}
    known = {rule["id"] for rule in client.get("/v1/rules")["rules"]} if rules else set()
    for rule in rules.values():
        if rule.rule_id not in known:
            query, unknown = _here(rule.body["query"], documents)
            refused[LINKS] += unknown or sum(to not in documents for _, to in rule.links)
            body = {**rule.body, "query": query, "actions": _actions(labels, fields, rule, documents)}
            # A rule that excludes documents linked to a missing one would change more than it did there.
            # A rule whose names were all deleted before the export has no actions left.
            is_left_out = bool(unknown) or not body["actions"]
            refused["rules"] += is_left_out or _is_refused(client, f"/v1/rules/{rule.rule_id}", body)
    return +refused


def _is_refused(client: Client, path: str, body: Mapping[str, Any]) -> bool:
    """Raises UploadError for anything but a refusal of these values."""
    response = client.request("PUT", path, dict(body))
    if response.status in _REFUSED:
        return True
    try:
        require(response)
    except UploadError as error:
        raise UploadError(f"{body['name']}: {error}") from error
    return False


def _here(query: str, documents: Mapping[str, str]) -> tuple[str, int]:
    """The query with the ids that its documents have here, and how many of them have none."""
    unknown = sum(one.upper() not in documents for one in _ID.findall(query))
    return _ID.sub(lambda found: documents.get(found[0].upper(), found[0]), query), unknown


def _order(order: str, archive: Archive, fields: Fields) -> str:
    """The order by a field that was deleted before the export is kept, as in the library that had it."""
    found = _OF_FIELD.fullmatch(order)
    if found is None or found[2] not in archive.fields:
        return order
    field, _ = archive.fields[found[2]]
    return f"{found[1]}{fields.id_of(field)}"


def _actions(labels: Labels, fields: Fields, rule: Rule, documents: Mapping[str, str]) -> dict[str, Any]:
    actions = dict(rule.actions)
    if rule.tags:
        actions["add_tags"] = [labels.id_of(tag) for tag in rule.tags]
    for label in rule.names:
        actions[label.what] = labels.id_of(label)
    values = {fields.id_of(one): fields.value_of(one, value) for one, value in rule.fields}
    values |= {fields.id_of(one): documents[to] for one, to in rule.links if to in documents}
    if values:
        actions["custom_fields"] = values
    return actions
