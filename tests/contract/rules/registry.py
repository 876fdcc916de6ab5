"""The registry of rules, each with the practice that it proves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.contract.rules.deployment import Deployment

STAGES = ("prod", "local", "single_owner", "domain", "alternatives")
"""Kinds of deployment: a cloud stage, the local stage, the local stage for a single owner (stage parameter `auth`), a
cloud stage with a custom domain and notifications by mail, and a cloud stage with the other value of each stage
parameter (no CloudFront, provisioned tables).
"""
ON_THIS_MACHINE = ("local", "single_owner")
WITH_PEOPLE = ("prod", "local", "domain", "alternatives")
"""Deployments with sign-in; that of a single owner has no user pool."""
ON_DEMAND = ("prod", "local", "single_owner", "domain")
WITH_CDN = ("prod", "local", "single_owner", "domain")

Check = Callable[[Deployment], Iterator[str]]


@dataclass(frozen=True)
class Rule:
    """`practice` is a name in PRACTICES, or "" for a rule about a setting of this product. `stages` are those
    it applies to.
    """

    check: Check
    practice: str
    stages: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.check.__name__

    def violations(self, deployment: Deployment) -> list[str]:
        """The violations, each with its resource. A rule that finds no resource to check is violated, too."""
        try:
            return list(self.check(deployment))
        except LookupError as error:
            return [str(error)]


RULES: dict[str, Rule] = {}


def rule(practice: str = "", *, stages: tuple[str, ...] = STAGES) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        RULES[check.__name__] = Rule(check, practice, stages)
        return check

    return register
