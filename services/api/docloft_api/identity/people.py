"""Who is asking, and in whose library. The gateway has checked signature and expiry of the token; here its kind, pool
and client are checked again, and membership is read from the library table: never from the request alone. Where there
is one owner with a key and no user pool, the key is checked in the same way.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from docloft import tables
from docloft.errors import NotFoundError
from docloft.identity import timestamp
from docloft.roles import Role, refusal
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.records import Member, Profile
from docloft_api.errors import ForbiddenError, TryAgainError, UnauthorizedError
from docloft_api.identity import api_keys

LIBRARY_NAME = "My library"
OWNER = "owner"
"""The one person of a deployment without a user pool, and the id of their library."""

# The wall clock counts: a frozen container must not believe that no time has passed.
_MEMORY_SECONDS = 5.0
_REMEMBERED_AT_MOST = 1000
_NAME = re.compile(r"[0-9A-Za-z-]{1,64}")

_roles: dict[tuple[str, str], tuple[float, Role]] = {}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in, working in one library they are a member of; or a machine with a drop key, whose role is
    DROPPER.
    """

    user_id: str
    email: str | None
    library_id: str
    role: Role

    @property
    def actor(self) -> str:
        """As history names who did it: `user:<id>`, or `key:<id>` for a machine."""
        return self.user_id if self.role is Role.DROPPER else f"user:{self.user_id}"

    def require(self, needed: Role) -> None:
        """Raises ForbiddenError when this person's role allows less."""
        if self.role < needed:
            raise ForbiddenError(refusal(self.role, needed))


@dataclass(frozen=True, slots=True)
class Library:
    """A library as one of its members sees it."""

    library_id: str
    name: str
    role: Role


def current(resolver: APIGatewayRestResolver) -> Person:
    """The person behind the request being resolved. A first sign-in makes their own library; two at once make one.
    A role that was changed is seen after 5 seconds at most. Raises UnauthorizedError, ForbiddenError, NotFoundError.
    """
    event = resolver.current_event
    if api_keys.is_single_owner():
        user_id, email = _owner(event.raw_event), None
    else:
        authorizer = event.raw_event.get("requestContext", {}).get("authorizer") or {}
        user_id, email = _identified(authorizer.get("claims") or {})
    library_id = event.headers.get("Docloft-Library") or user_id
    person = Person(user_id, email, library_id, _role(user_id, email, library_id))
    resolver.context["person"] = person
    return person


def libraries_of(person: Person) -> list[Library]:
    """Their own first, then the others they belong to, by name. Raises nothing of its own."""
    _role(person.user_id, person.email, person.user_id)
    members = tables.library.list_memberships(person.user_id)
    roles = {member.library_id: member.role for member in members if member.role}
    # The index may not know a library that was made a moment ago.
    roles |= {person.user_id: Role.OWNER, person.library_id: person.role}
    found = [Library(library_id, _name(library_id), role) for library_id, role in roles.items()]
    return sorted(found, key=lambda library: (library.library_id != person.user_id, library.name, library.library_id))


def forget() -> None:
    """Empties the container's memory of roles."""
    _roles.clear()


def _owner(event: Mapping[str, Any]) -> str:
    if not api_keys.is_owners(event):
        raise ForbiddenError(refusal(Role.DROPPER, Role.OWNER))
    return OWNER


def _identified(claims: Mapping[str, Any]) -> tuple[str, str | None]:
    expected = settings()
    user_id, issuer, audience = (str(claims.get(name) or "") for name in ("sub", "iss", "aud"))
    if (
        claims.get("token_use") != "id"
        or not _NAME.fullmatch(user_id)
        or (expected.user_pool_id and not issuer.endswith(f"/{expected.user_pool_id}"))
        or (expected.user_pool_client_id and audience != expected.user_pool_client_id)
    ):
        raise UnauthorizedError("This address needs the ID token of a signed-in person. Sign in and try again.")
    email = claims.get("email")
    return user_id, str(email) if email else None


def _role(user_id: str, email: str | None, library_id: str) -> Role:
    known = _roles.get((user_id, library_id))
    if known and time.time() - known[0] < _MEMORY_SECONDS:
        return known[1]
    role = _read_role(user_id, email, library_id)
    if len(_roles) >= _REMEMBERED_AT_MOST:
        forget()
    _roles[user_id, library_id] = (time.time(), role)
    return role


def _read_role(user_id: str, email: str | None, library_id: str) -> Role:
    if not _NAME.fullmatch(library_id):
        raise NotFoundError("There is no such library.")
    member = tables.library.find(Member, library_id, Member.key(user_id))
    if member is None and library_id == user_id:
        member = _settled(user_id, email)
    if member is None or member.role is None:
        raise NotFoundError("There is no such library.")
    return member.role


def _settled(user_id: str, email: str | None) -> Member:
    """The owner's member record of a library that is made now, here or by whoever was first."""
    moment = timestamp()
    profile = Profile(user_id, Profile.KEY, created_at=moment, name=LIBRARY_NAME)
    member = Member(user_id, Member.key(user_id), created_at=moment, role=Role.OWNER, user_id=user_id, email=email)
    try:
        transactions.commit(transactions.Create(profile), transactions.Create(member))
    except transactions.StepRefusedError as refusal:
        other = tables.library.find(Member, user_id, Member.key(user_id))
        if other is None:
            raise TryAgainError("Your library is being made at this moment. Try again.") from refusal
        return other
    return member


def _name(library_id: str) -> str:
    profile = tables.library.find(Profile, library_id, Profile.KEY)
    return profile.name if profile else LIBRARY_NAME
