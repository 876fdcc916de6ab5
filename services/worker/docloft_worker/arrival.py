"""Applies the rules of a library to a document when its text is complete, in the transaction that records this. So the
rules are applied once, however often the document is read, and one index entry is made, which includes their values.
The conditions of all rules are decided on the document as it arrived; if two rules set the same field, the first one
wins.

A library without rules costs nothing: its documents are not marked (`Document.rules_due`).
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from aws_lambda_powertools import Logger

from docloft import faults, rule_queries
from docloft.lifecycle import changes, decisions, metadata, rule_actions
from docloft.lifecycle.changes import Change
from docloft.search import api as search
from docloft.search.api import Query
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.records import Rule
from docloft.texts import Text
from docloft_worker import entries

logger = Logger(child=True)


class Arrival:
    """The rules for one document, read once, when they are needed."""

    def __init__(self, library_id: str) -> None:
        self._library_id = library_id
        self._lookup = rule_queries.lookup_of(library_id)

    @cached_property
    def _rules(self) -> list[tuple[Rule, Query]]:
        """The rules that are turned on. Leaves out rules whose query no longer means the same because a name was
        deleted.
        """
        rules = [rule for rule in rule_queries.in_order(self._library_id) if rule.is_on]
        parsed = [(rule, rule_queries.parse(rule.search, rule.zone, self._lookup)) for rule in rules]
        return [(rule, query) for rule, query in parsed if rule_queries.problem_of(query) is None]

    def extended(self, change: Change, document: Document, text: Text | None) -> Change:
        """The change that completes a document, with what the rules set; unchanged if no rules apply."""
        if not document.rules_due:
            return change
        change = replace(change, values={**change.values, "rules_due": None})
        # Someone has already moved it to the trash.
        matching = [] if document.trashed_at else self._matching(change, document, text)
        if not matching:
            return change
        people = decisions.decided(document.library_id, document.document_id)
        own = metadata.recorded(document, change.values)
        current = _Seen(document, change.values)
        lines: list[transactions.Step] = []
        for rule, query in matching:
            applied = rule_actions.apply(
                rule.actions,
                current,
                self._lookup.names,
                people=people,
                found=text.suggestions if text else (),
                zone=rule_queries.zone_of(query),
            )
            if "inbox" in rule.actions:
                # Only fields that are empty are filled; this one is never empty, so the first rule decides it.
                people = replace(people, fields={*people.fields, "inbox"})
            if not applied.values:
                continue
            lines.append(transactions.Create(_line(document, rule, metadata.recorded(current, applied.values))))
            current = _Seen(document, {**current.values, **applied.values, **_trashed_by(rule, applied.values)})
            if current.trashed_at:
                break
        return replace(change, values=current.values, recorded=own or {}, also=[*change.also, *lines])

    def _matching(self, change: Change, document: Document, text: Text | None) -> list[tuple[Rule, Query]]:
        if not self._rules:
            return []
        entry = entries.entry_of(_Seen(document, change.values))
        try:
            found = search.matching(entry, text, [query for _, query in self._rules])
        except ValueError as error:
            # No query finds a document that cannot be indexed.
            logger.warning("rules", extra={"document_id": document.document_id, "fault": faults.describe(error)})
            return []
        return [rule for rule, matches in zip(self._rules, found, strict=True) if matches]


class _Seen:
    """A document with changes that are not written yet."""

    def __init__(self, document: Document, values: Mapping[str, Any]) -> None:
        self._document = document
        self.values = dict(values)

    def __getattr__(self, name: str) -> Any:
        return self.values[name] if name in self.values else getattr(self._document, name)


def _trashed_by(rule: Rule, values: Mapping[str, Any]) -> dict[str, str]:
    return {"trashed_by": rule_actions.actor_of(rule.rule_id)} if "trashed_at" in values else {}


def _line(document: Document, rule: Rule, recorded: Mapping[str, Any] | None) -> Any:
    return changes.further_line(
        document,
        rule_actions.APPLIED,
        actor=rule_actions.actor_of(rule.rule_id),
        facts={"rule": rule.name},
        recorded=recorded,
    )
