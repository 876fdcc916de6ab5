"""Who did something, in responses."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, validate

from docloft import tables
from docloft.tables.records import DropKey, Member, Rule


class ActorKind(StrEnum):
    PERSON = "person"
    DROP_KEY = "drop_key"
    RULE = "rule"
    PROGRAM = "program"
    """Docloft itself, for example when a document was read."""


class ActorSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(list(ActorKind)))
    name = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Of a person the e-mail address, of a drop key and a rule its name, of Docloft the "
            "function. Null when the person is no longer a member, the key was revoked, or the rule was deleted."
        },
    )
    is_me = fields.Boolean(required=True)


def to_wire(library_id: str, actor: str, *, user_id: str) -> dict[str, Any]:
    """The actor, as the history names it, as ActorSchema describes it to the person `user_id`. Reads their record."""
    kind, _, actor_id = actor.partition(":")
    if kind == "user":
        member = tables.library.find(Member, library_id, Member.key(actor_id))
        return {"kind": ActorKind.PERSON, "name": member.email if member else None, "is_me": actor_id == user_id}
    if kind == "key":
        key = tables.library.find(DropKey, library_id, DropKey.key(actor_id))
        return {"kind": ActorKind.DROP_KEY, "name": key.name if key else None, "is_me": False}
    if kind == "rule":
        rule = tables.library.find(Rule, library_id, Rule.key(actor_id))
        return {"kind": ActorKind.RULE, "name": rule.name if rule else None, "is_me": False}
    return {"kind": ActorKind.PROGRAM, "name": actor, "is_me": False}


def from_elsewhere(facts: Mapping[str, Any] | None) -> dict[str, Any]:
    """Who made a change in another library, by the details of an imported entry of the history."""
    origin = (facts or {}).get("origin", {"kind": ActorKind.PERSON, "name": None})
    return {"kind": origin["kind"], "name": origin["name"], "is_me": False}
