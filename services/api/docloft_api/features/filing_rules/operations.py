"""Routes of rules."""

from typing import Any

from docloft.roles import Role
from docloft_api.features.filing_rules import rule_keeping, rule_trials
from docloft_api.features.filing_rules.rule_keeping import Listed
from docloft_api.features.filing_rules.schemas import (
    OrderRulesSchema,
    RuleSchema,
    RulesSchema,
    RunSchema,
    SaveRuleSchema,
    TrialSchema,
    TryRuleSchema,
)
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document, job

_SAMPLE_PATH = {"rule_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}
_SAMPLE_RULE = {"query": "telekom title:invoice", "actions": {"add_tags": ["01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"]}}
_ACTION_OF = {"tags": "add_tags"}
"""Actions that have another name than the attribute that they change."""


def list_rules(request: Request) -> Response:
    return Response({"rules": [_to_wire(one) for one in rule_keeping.listing(request.person)]})


def save_rule(request: Request) -> Response:
    body = request.body
    fields = {
        "name": body["name"],
        "search": body["query"],
        "zone": body["zone"],
        "actions": body["actions"],
        "is_on": body["is_on"],
    }
    rule, is_new = rule_keeping.save(request.person, request.path["rule_id"], fields, request.if_match)
    wire = _to_wire(rule_keeping.judged(request.person, rule))
    return Response(wire, 201 if is_new else 200, version=int(rule.version))


def delete_rule(request: Request) -> Response:
    deleted = rule_keeping.delete(request.person, request.path["rule_id"], request.if_match)
    return Response(_to_wire(rule_keeping.judged(request.person, deleted)))


def sort_rules(request: Request) -> Response:
    return Response({"rules": [_to_wire(one) for one in rule_keeping.sort(request.person, request.body["ids"])]})


def try_rule(request: Request) -> Response:
    body = request.body
    trial = rule_trials.attempt(request.person, body["query"], body["zone"], body["actions"], body["offset"])
    shown = [
        {
            "document": wire,
            "effects": [
                {"action": _ACTION_OF.get(name, name), "before": before, "after": after}
                for name, (before, after) in one.changes.items()
            ],
            "left": [{"action": action, "code": code} for action, code in one.left.items()],
        }
        for one, wire in zip(trial.shown, document.all_to_wire([one.document for one in trial.shown]), strict=True)
    ]
    return Response({"total": trial.total, "documents": shown, "next": trial.next})


def run_rule(request: Request) -> Response:
    started = rule_trials.run(request.person, request.path["rule_id"], request.correlation_id, request.ticket)
    return job.response(started, total=int(started.total))


def _to_wire(listed: Listed) -> dict[str, Any]:
    rule, problem, deleted = listed
    return {
        "id": rule.rule_id,
        "name": rule.name,
        "query": rule.search,
        "zone": rule.zone,
        "actions": rule.actions,
        "is_on": rule.is_on,
        "problem": problem and {"code": problem.code, "detail": str(problem), "values": dict(problem.values)},
        "deleted_names": deleted,
        "created_at": rule.created_at,
        "version": int(rule.version),
    }


OPERATIONS = (
    Operation(
        "GET",
        "/v1/rules",
        "List the rules of the library, in the order in which they are applied to a new document",
        list_rules,
        {200: RulesSchema},
        Sample(),
    ),
    Operation(
        "PUT",
        "/v1/rules/{rule_id}",
        "Save a rule; the id is a ULID that the client makes. 201 if it was new",
        save_rule,
        {201: RuleSchema, 200: RuleSchema},
        # An action names a tag.
        Sample(
            path=_SAMPLE_PATH,
            body={"name": "Phone bills", **_SAMPLE_RULE, "is_on": True},
            status=200,
            status_if_empty=400,
        ),
        needs=Role.EDITOR,
        body=SaveRuleSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={201: ("ETag",), 200: ("ETag",)},
    ),
    Operation(
        "DELETE",
        "/v1/rules/{rule_id}",
        "Delete a rule; changes that it has made are kept",
        delete_rule,
        {200: RuleSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
    ),
    Operation(
        "PUT",
        "/v1/rule-order",
        "Sort the rules: if two set the same field, the first one wins",
        sort_rules,
        {200: RulesSchema},
        Sample(body={"ids": [_SAMPLE_PATH["rule_id"]]}, status_if_empty=409),
        needs=Role.EDITOR,
        body=OrderRulesSchema,
        problems=(problems.CONFLICT,),
    ),
    Operation(
        "POST",
        "/v1/rule-trials",
        f"Show what a rule would change: how many documents it finds, and changes of each, {rule_trials.SHOWN} at once",
        try_rule,
        {200: TrialSchema},
        Sample(body=_SAMPLE_RULE, status_if_empty=400),
        needs=Role.EDITOR,
        body=TryRuleSchema,
        problems=(problems.CONFLICT,),
        throttle=Throttle(rate=5, burst=10),
    ),
    Operation(
        "POST",
        "/v1/rules/{rule_id}/run",
        "Apply a rule to every document that its query finds now, as a bulk job that can be undone",
        run_rule,
        {202: RunSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT, problems.INVALID_REQUEST),
        idempotency_key=True,
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=5, burst=10),
    ),
)
