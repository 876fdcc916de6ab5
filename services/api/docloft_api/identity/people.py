"""The caller and their library. The gateway has checked the token's signature and expiry; this module checks its
kind, pool and client, and reads the membership from the library table instead of trusting the request. In a deployment
with one owner and no user pool, it checks the owner's key.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from docloft import tables
from docloft.clock import timestamp
from docloft.errors import NotFoundError
from docloft.ids import is_library_id
from docloft.roles import Role, refusal
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.records import Member, Profile
from docloft_api.identity import api_keys
from docloft_api.request_errors import ForbiddenError, TryAgainError, UnauthorizedError

LIBRARY_NAME = "My library"
OWNER = "owner"
"""The one person of a deployment without a user pool, and the id of their library."""

# Measured by the wall clock, because a monotonic clock may stop while a container is frozen.
_CACHE_SECONDS = 5.0
_MAX_CACHED = 1000

_roles: dict[tuple[str, str], tuple[float, Role]] = {}


@dataclass(frozen=True, slots=True)
class Person:
    """A person who signed in, in one library that they are a member of; or a machine with a drop key, whose role is
    DROPPER.
    """

    user_id: str
    email: str | None
    library_id: str
    role: Role
    actor: str
    """The caller's name in the history: `user:<id>`, or `key:<id>` for a machine."""

    def require(self, needed: Role) -> None:
        """Raises ForbiddenError if this person's role is lower."""
        if self.role < needed:
            raise ForbiddenError(refusal(self.role, needed))


@dataclass(frozen=True, slots=True)
class Library:
    """A library as one of its members sees it."""

    library_id: str
    name: str
    role: Role
    inbox: bool


def current(resolver: APIGatewayRestResolver) -> Person:
    """The person who sent the current request. The first request of a person creates their library, even when two
    arrive at once. A changed role takes effect within 5 seconds. Raises UnauthorizedError, ForbiddenError,
    NotFoundError.
    """
    event = resolver.current_event
    if api_keys.is_single_owner():
        user_id, email = _owner(event.raw_event), None
    else:
        authorizer = event.raw_event.get("requestContext", {}).get("authorizer") or {}
        user_id, email = _identified(authorizer.get("claims") or {})
    library_id = event.headers.get("Docloft-Library") or user_id
    person = Person(user_id, email, library_id, _role(user_id, email, library_id), f"user:{user_id}")
    resolver.context["person"] = person
    return person


def libraries_of(person: Person) -> list[Library]:
    """The person's own library, then the others that they are a member of, sorted by name."""
    _role(person.user_id, person.email, person.user_id)
    members = tables.library.list_memberships(person.user_id)
    roles = {member.library_id: member.role for member in members if member.role}
    # A library that was just created may not be in the index yet.
    roles |= {person.user_id: Role.OWNER, person.library_id: person.role}
    found = [_library(library_id, role) for library_id, role in roles.items()]
    return sorted(found, key=lambda library: (library.library_id != person.user_id, library.name, library.library_id))


def forget() -> None:
    """Clears the cache of roles."""
    _roles.clear()


def _owner(event: Mapping[str, Any]) -> str:
    if not api_keys.is_owners(event):
        raise ForbiddenError(refusal(Role.DROPPER, Role.OWNER))
    return OWNER


def _identified(claims: Mapping[str, Any]) -> tuple[str, str | None]:
    expected = settings()
    clients = {expected.user_pool_client_id, expected.command_line_client_id} - {""}
    user_id, issuer, audience = (str(claims.get(name) or "") for name in ("sub", "iss", "aud"))
    if (
        claims.get("token_use") != "id"
        or not is_library_id(user_id)
        or (expected.user_pool_id and not issuer.endswith(f"/{expected.user_pool_id}"))
        or (expected.user_pool_client_id and audience not in clients)
    ):
        raise UnauthorizedError("This address requires the ID token of a person. Sign in and try again.")
    email = claims.get("email")
    return user_id, str(email) if email else None


def _role(user_id: str, email: str | None, library_id: str) -> Role:
    known = _roles.get((user_id, library_id))
    if known and time.time() - known[0] < _CACHE_SECONDS:
        return known[1]
    role = _read_role(user_id, email, library_id)
    if len(_roles) >= _MAX_CACHED:
        forget()
    _roles[user_id, library_id] = (time.time(), role)
    return role


def _read_role(user_id: str, email: str | None, library_id: str) -> Role:
    if not is_library_id(library_id):
        raise NotFoundError("There is no such library.")
    member = tables.library.find(Member, library_id, Member.key(user_id))
    if member is None and library_id == user_id:
        member = _create_library(user_id, email)
    if member is None or member.role is None:
        raise NotFoundError("There is no such library.")
    return member.role


def _create_library(user_id: str, email: str | None) -> Member:
    """Creates a person's library; returns the owner's record, even when another request created it first."""
    moment = timestamp()
    profile = Profile(user_id, Profile.KEY, created_at=moment, name=LIBRARY_NAME)
    member = Member(user_id, Member.key(user_id), created_at=moment, role=Role.OWNER, user_id=user_id, email=email)
    try:
        transactions.commit(transactions.Create(profile), transactions.Create(member))
    except transactions.StepRefusedError as refusal:
        other = tables.library.find(Member, user_id, Member.key(user_id))
        if other is None:
            raise TryAgainError("Your library is being created. Try again in a moment.") from refusal
        return other
    return member


def _library(library_id: str, role: Role) -> Library:
    profile = tables.library.find(Profile, library_id, Profile.KEY)
    if profile is None:
        return Library(library_id, LIBRARY_NAME, role, inbox=True)
    return Library(library_id, profile.name, role, inbox=not profile.skips_inbox)
