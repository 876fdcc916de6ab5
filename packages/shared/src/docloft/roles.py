"""What a member may do in a library."""

from enum import Enum
from functools import total_ordering


@total_ordering
class Role(Enum):
    """In ascending order: each role includes what the roles before it allow. The value is the text in tables and
    requests.
    """

    DROPPER = "dropper"
    """A drop key, which adds documents and sees nothing."""
    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Role):
            return NotImplemented
        return _ORDER.index(self) < _ORDER.index(other)


_ORDER = tuple(Role)

MEMBERS = tuple(role for role in Role if role is not Role.DROPPER)
"""The roles a person can have."""


def refusal(role: Role, needed: Role) -> str:
    """The sentence for a person whose `role` does not allow a request. It names the roles that do."""
    if role is Role.DROPPER:
        return "A drop key can only add documents. Nothing was changed and nothing was shown."
    allowed = [f"{_article(one)} {one.value}" for one in MEMBERS if one >= needed]
    who = f"Only {' or '.join(allowed)} of this library can do this. You are {_article(role)} {role.value}."
    return f"{who} Nothing was changed."


def _article(role: Role) -> str:
    return "an" if role.value[0] in "aeiou" else "a"
