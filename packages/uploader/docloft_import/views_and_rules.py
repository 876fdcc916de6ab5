"""Adds the saved views and rules of an exported library. One that is there already, by its id, is left as it is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from docloft_import.filing import Fields, Labels
from docloft_import.imported_archives import Archive, Rule
from docloft_upload import Client, UploadError, require

_REFUSED = frozenset({400, 409})
"""A query that names what was not imported, or a library that is full."""


def add(client: Client, labels: Labels, fields: Fields, archives: Iterable[Archive]) -> Counter[str]:
    """Sends those of all archives, each once. Returns what the library refused, with counts. Rules come last in an
    import: one that is on would be applied to the imported documents.
    """
    refused: Counter[str] = Counter()
    archives = list(archives)
    views = {view_id: body for one in archives for view_id, body in one.views.items()}
    known = {view["id"] for view in client.get("/v1/views")["views"]} if views else set()
    for view_id, body in views.items():
        if view_id not in known:
            refused["saved views"] += _is_refused(client, f"/v1/views/{view_id}", body)
    rules = {rule.rule_id: rule for one in archives for rule in one.rules}
    known = {rule["id"] for rule in client.get("/v1/rules")["rules"]} if rules else set()
    for rule in rules.values():
        if rule.rule_id not in known:
            body = {**rule.body, "actions": _actions(labels, fields, rule)}
            # Nothing is left of a rule whose names were all deleted before the export.
            refused["rules"] += not body["actions"] or _is_refused(client, f"/v1/rules/{rule.rule_id}", body)
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


def _actions(labels: Labels, fields: Fields, rule: Rule) -> dict[str, Any]:
    actions = dict(rule.actions)
    if rule.tags:
        actions["add_tags"] = [labels.id_of(tag) for tag in rule.tags]
    for label in rule.names:
        actions[label.what] = labels.id_of(label)
    if rule.fields:
        actions["custom_fields"] = {fields.id_of(one): fields.value_of(one, value) for one, value in rule.fields}
    return actions
