"""Saves, sorts and deletes rules."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from docloft import reasons, rule_queries, tables
from docloft.directory import Directory, Lookup
from docloft.errors import ConflictError, InvalidRequestError, Reason
from docloft.lifecycle import rule_actions
from docloft.lifecycle.metadata import CUSTOM_FIELDS
from docloft.search.api import Query
from docloft.tables import transactions
from docloft.tables.records import Profile, Rule
from docloft_api import given_values, saved_records
from docloft_api.identity.people import Person

MOST_RULES = 50
"""Limit for a library: all of its rules are tried on each new document, and are sorted in one transaction. Concurrent
requests may exceed the limit slightly.
"""

NAME_LIMIT = 100
"""In characters."""

_ATTEMPTS = 4


class Valid(NamedTuple):
    """The parsed query, the names of the library, and the actions with the values of fields as documents have them."""

    query: Query
    names: Directory
    actions: Mapping[str, Any]


class Listed(NamedTuple):
    """A rule with what is wrong with it: its query, and the actions whose names were deleted."""

    rule: Rule
    problem: Reason | None
    deleted_names: Sequence[str]


def listing(person: Person) -> list[Listed]:
    """All rules of the library, in the order in which they are applied."""
    lookup = rule_queries.lookup_of(person.library_id)
    return [_listed(rule, lookup) for rule in rule_queries.in_order(person.library_id)]


def judged(person: Person, rule: Rule) -> Listed:
    return _listed(rule, rule_queries.lookup_of(person.library_id))


def save(person: Person, rule_id: str, fields: Mapping[str, Any], if_match: str | None) -> tuple[Rule, bool]:
    """Creates the rule with this id, after all others, or replaces its `name`, `search`, `zone`, `actions` and
    `is_on`. Returns it, and whether it is new. Idempotent. Raises NotFoundError for text that is not an id,
    InvalidRequestError for a query that is not understood or an action with an unknown name, PreconditionFailedError,
    and ConflictError when the library has MOST_RULES.
    """

    def attributes_of_new() -> Mapping[str, Any]:
        others = rule_queries.in_order(person.library_id)
        if len(others) >= MOST_RULES:
            raise ConflictError(reasons.TOO_MANY_RULES.having(limit=MOST_RULES))
        return {"place": int(others[-1].place) + 1 if others else 0}

    saved_records.key_of(Rule, rule_id)  # first: what is wrong with the rule matters only if it can be saved
    valid = require_valid(person, fields["search"], fields["zone"], fields["actions"])
    checked = {**fields, "actions": valid.actions}
    saved = saved_records.save(Rule, person, rule_id, checked, if_match, attributes_of_new)
    _mark(person)
    return saved


def delete(person: Person, rule_id: str, if_match: str | None) -> Rule:
    """Deletes a rule and returns it. Raises NotFoundError, PreconditionFailedError."""
    rule = saved_records.delete(Rule, person, rule_id, if_match)
    _mark(person)
    return rule


def sort(person: Person, ids: Sequence[str]) -> list[Listed]:
    """Puts the rules in the order of `ids`, which lists them all. Idempotent. Raises ConflictError if the list lacks a
    rule, or if a rule is changed at the same moment.
    """
    rules = {rule.rule_id: rule for rule in rule_queries.in_order(person.library_id)}
    if len(ids) != len(rules) or rules.keys() != set(ids):
        raise ConflictError(reasons.RULES_CHANGED)
    steps = []
    for place, rule_id in enumerate(ids):
        rule = rules[rule_id]
        if rule.place != place:
            rule.place = place
            steps.append(transactions.next_version(rule))
    if steps and not transactions.attempt(*steps):
        raise ConflictError(reasons.RULES_CHANGED)
    return listing(person)


def require_valid(person: Person, query: str, zone: str | None, actions: Mapping[str, Any]) -> Valid:
    """Raises InvalidRequestError."""
    lookup = rule_queries.lookup_of(person.library_id)
    parsed = rule_queries.parse(query, zone, lookup)
    if (problem := rule_queries.problem_of(parsed)) is not None:
        raise InvalidRequestError(problem, "/query")
    if given := actions.get(CUSTOM_FIELDS):
        values = given_values.check(person.library_id, lookup.names, given, f"/actions/{CUSTOM_FIELDS}")
        actions = {**actions, CUSTOM_FIELDS: values}
    for action in rule_actions.deleted_names(actions, lookup.names):
        raise InvalidRequestError("There is no such name in this library. Nothing was changed.", f"/actions/{action}")
    return Valid(parsed, lookup.names, actions)


def _listed(rule: Rule, lookup: Lookup) -> Listed:
    query = rule_queries.parse(rule.search, rule.zone, lookup)
    return Listed(rule, rule_queries.problem_of(query), rule_actions.deleted_names(rule.actions, lookup.names))


def _mark(person: Person) -> None:
    """Records whether any rule is on, so that a library without rules reads none. Reads the rules after the rule itself
    was written, and again after the mark: if two requests run at once, the last one to read sees what both wrote.
    """
    for _ in range(_ATTEMPTS):
        profile = tables.library.find(Profile, person.library_id, Profile.KEY)
        is_any_on = any(rule.is_on for rule in rule_queries.in_order(person.library_id))
        if profile is None or bool(profile.has_rules) == is_any_on:
            return
        tables.library.change(profile, has_rules=is_any_on)
