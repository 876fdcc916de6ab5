"""A model of an account in which CloudFormation creates, updates and rolls back stacks. It knows which names are taken,
and in which order resources are created and deleted:

- A deploy creates what is new in the order of dependencies. It fails if a name is taken, even by something that an
  earlier deploy has left. Then it deletes what the template no longer has.
- A deploy that fails deletes what it has created, except for `DeletionPolicy: Retain` and for what is protected from
  deletion. These keep their names but belong to no stack.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from tests.contract.rules.deployment import REFERENCE, Deployment, Resource
from tests.contract.rules.naming import name_of

RETAINING = ("Retain", "RetainExceptOnCreate")


@dataclass
class Account:
    """`taken` has the resource that has each name, `stacks` the resources of each stack by name, and `left` those that
    exist in no stack.
    """

    taken: dict[tuple[str, str], Resource] = field(default_factory=dict)
    stacks: dict[str, dict[str, Resource]] = field(default_factory=dict)
    left: list[Resource] = field(default_factory=list)

    def deploy(self, stack: str, wanted: list[Resource], *, fails_at: str = "") -> str:
        """Creates or updates a stack, so that it has the `wanted` resources (`in_order`). `fails_at` is the name of one
        that cannot be created. Returns why the deploy was rolled back; empty if it succeeded.
        """
        before = self.stacks.get(stack, {})
        created: list[Resource] = []
        for resource in wanted:
            if resource.name in before:
                continue
            reason = "" if resource.name != fails_at else f"{resource.name} cannot be created"
            if identity(resource) in self.taken:
                reason = f"{resource.name} already exists"
            if reason:
                self._roll_back(created)
                return reason
            self.taken[identity(resource)] = resource
            created.append(resource)
        names = {resource.name for resource in wanted}
        for resource in before.values():
            if resource.name not in names:
                self._delete(resource, retained=resource.deletion_policy in RETAINING)
        self.stacks[stack] = {resource.name: resource for resource in wanted}
        return ""

    def _roll_back(self, created: list[Resource]) -> None:
        for resource in reversed(created):
            self._delete(resource, retained=resource.deletion_policy == "Retain")

    def _delete(self, resource: Resource, *, retained: bool) -> None:
        if retained or is_protected(resource):
            self.left.append(resource)
        else:
            del self.taken[identity(resource)]


def identity(resource: Resource) -> tuple[str, str]:
    """What only one resource in an account can have: a name that we choose, or being the policy of a bucket."""
    if resource.kind == "AWS::S3::BucketPolicy":
        return resource.kind, str(resource.properties["Bucket"])
    # Several user pools may have the same name.
    chosen = "" if resource.kind == "AWS::Cognito::UserPool" else name_of(resource)
    return resource.kind, chosen or resource.name


def is_protected(resource: Resource) -> bool:
    properties = resource.properties
    return properties.get("DeletionProtectionEnabled") is True or properties.get("DeletionProtection") == "ACTIVE"


def in_order(deployment: Deployment, stack: str) -> list[Resource]:
    """The resources of a stack, each after those that it refers to."""
    resources = {name: resource for name, resource in deployment.resources.items() if resource.stack == stack}
    graph = {name: set(referred(resource)) & resources.keys() for name, resource in resources.items()}
    return [resources[name] for name in TopologicalSorter(graph).static_order()]


def referred(resource: Resource) -> Iterator[str]:
    yield from resource.depends_on
    yield from REFERENCE.findall(json.dumps(resource.properties))
