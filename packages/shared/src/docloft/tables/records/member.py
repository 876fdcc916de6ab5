"""A person's role in a library."""

from typing import Any

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.constants import STRING

from docloft.roles import MEMBERS, Role
from docloft.tables.records.record import Record


class RoleAttribute(Attribute[Role]):
    """Stored as the role's value."""

    attr_type = STRING

    def serialize(self, value: Role) -> str:
        return value.value

    def deserialize(self, value: str) -> Any:
        """None for a role that no person can have in this release."""
        return next((role for role in MEMBERS if role.value == value), None)


class Member(Record, discriminator="member"):
    """Under the key `member#<user id>`. `user_id` puts it into the index by_user."""

    KEY = "member#"

    user_id = UnicodeAttribute()
    role = RoleAttribute(null=True)
    """None when this release does not know the role: the person is then treated as if they were not a member."""
    email = UnicodeAttribute(null=True)

    @staticmethod
    def key(user_id: str) -> str:
        return f"{Member.KEY}{user_id}"
