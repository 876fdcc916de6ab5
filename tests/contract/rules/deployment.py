"""The templates of one stage, resolved as CloudFormation would: conditions are evaluated, parameters have their
defaults, imports are followed to the exporting stack, and text is joined. Values known only after a deploy become
`ref:stack/LogicalId.Attribute`.

The file is long because it has every function of CloudFormation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

ACCOUNT = "123456789012"
NO_VALUE = object()
REGION = "eu-central-1"
PSEUDO: dict[str, Any] = {
    "AWS::NoValue": NO_VALUE,
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "stack",
}
PARTITIONS = {"cn": ("aws-cn", "amazonaws.com.cn"), "us-gov": ("aws-us-gov", "amazonaws.com")}
"""Partition and domain by the beginning of a region's name; the others are in `aws`.
https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
"""
STORED = "AWS::SSM::Parameter::Value<"
"""Type of a parameter whose value CloudFormation reads from the Parameter Store."""
REFERENCE = re.compile(r"ref:(\w+/\w+)")


@dataclass(frozen=True)
class Resource:
    """One resource of one stack; `name` is 'stack/LogicalId', `properties` are resolved."""

    name: str
    kind: str
    properties: dict[str, Any]
    deletion_policy: str | None
    update_replace_policy: str | None
    depends_on: tuple[str, ...]

    @property
    def stack(self) -> str:
        return self.name.split("/")[0]


@dataclass(frozen=True)
class Deployment:
    """Everything a stage deploys. `outputs` has resolved values by 'stack/Output', `exports` their exported names."""

    stage: str
    resources: dict[str, Resource]
    outputs: dict[str, str]
    exports: dict[str, str]
    templates: dict[str, Any] = field(repr=False, default_factory=dict)

    @classmethod
    def of(
        cls, stage: str, templates: dict[str, Any], *, region: str = REGION, parameters: dict[str, str] | None = None
    ) -> "Deployment":
        """`templates` by stack. `parameters` replace the defaults of CloudFormation's parameters in all stacks. Raises
        ValueError for an import that no stack exports, a stored value that no stack writes, or an unknown function.
        """
        resolver = _Resolver(templates, region, parameters or {})
        resources = {}
        for stack, template in templates.items():
            for logical, resource in template["Resources"].items():
                if "Condition" not in resource or resolver.holds(resource["Condition"], stack):
                    depends = resource.get("DependsOn", [])
                    resources[f"{stack}/{logical}"] = Resource(
                        f"{stack}/{logical}",
                        resource["Type"],
                        resolver.resolved(resource.get("Properties", {}), stack),
                        resource.get("DeletionPolicy"),
                        resource.get("UpdateReplacePolicy"),
                        tuple(f"{stack}/{one}" for one in listed(depends)),
                    )
        outputs = {
            f"{stack}/{name}": resolver.resolved(output["Value"], stack)
            for stack, template in templates.items()
            for name, output in template.get("Outputs", {}).items()
            if "Condition" not in output or resolver.holds(output["Condition"], stack)
        }
        exports = {f"{stack}/{output}": name for name, (stack, output, _) in resolver.exports.items()}
        return cls(stage, resources, outputs, exports, templates)

    def elsewhere(self, region: str) -> "Deployment":
        """The same templates in another region."""
        return self.of(self.stage, self.templates, region=region)

    def given(self, **parameters: str) -> "Deployment":
        """The same templates with other values of CloudFormation's parameters."""
        return self.of(self.stage, self.templates, parameters=parameters)

    def of_kind(self, kind: str) -> list[Resource]:
        """All resources of a type such as 'S3::Bucket'. Raises LookupError if there are none: a rule would check
        nothing.
        """
        found = [resource for resource in self.resources.values() if resource.kind == f"AWS::{kind}"]
        if not found:
            raise LookupError(f"There is no AWS::{kind}: the rule is wrong, or an essential resource is missing.")
        return found

    def any_of_kind(self, kind: str) -> list[Resource]:
        return [resource for resource in self.resources.values() if resource.kind == f"AWS::{kind}"]

    def named(self, value: Any) -> Resource | None:
        """The resource that a resolved value refers to, by reference, function name, or ARN of a queue or bucket."""
        text = str(value)
        if match := REFERENCE.search(text):
            return self.resources.get(match[1])
        last = re.split(r"[:/]", text)[-1]
        for resource in self.resources.values():
            own = (resource.properties.get(key) for key in ("FunctionName", "QueueName", "BucketName", "TableName"))
            if last and last in own:
                return resource
        return None

    def functions(self) -> list[Resource]:
        """Functions of Docloft, without those that the CLI adds for itself."""
        return [
            one
            for one in self.of_kind("Lambda::Function")
            if str(one.properties.get("FunctionName", "")).startswith("docloft-")
        ]

    def statements(self, role: Resource) -> Iterator[dict[str, Any]]:
        """The statements of a role, with Action and Resource as lists."""
        for policy in role.properties.get("Policies", []):
            for statement in listed(policy["PolicyDocument"]["Statement"]):
                yield statement | {key: listed(statement.get(key, [])) for key in ("Action", "Resource")}

    def mappings(self, source: str) -> list[tuple[Resource, Resource, Resource]]:
        """Event source mappings from 'SQS::Queue' or 'DynamoDB::Table': mapping, source, function."""
        found = []
        for mapping in self.of_kind("Lambda::EventSourceMapping"):
            origin = self.named(mapping.properties["EventSourceArn"])
            function = self.named(mapping.properties["FunctionName"])
            if origin is None or function is None:
                raise LookupError(f"{mapping.name} refers to a source or function that no stack has.")
            if origin.kind == f"AWS::{source}":
                found.append((mapping, origin, function))
        return found


class _Resolver:
    def __init__(self, templates: dict[str, Any], region: str, parameters: dict[str, str]) -> None:
        self.templates = templates
        self.parameters = parameters
        partition, domain = next(
            (names for begin, names in PARTITIONS.items() if region.startswith(f"{begin}-")), ("aws", "amazonaws.com")
        )
        self.pseudo = PSEUDO | {"AWS::Region": region, "AWS::Partition": partition, "AWS::URLSuffix": domain}
        self.exports = {}
        for stack, template in templates.items():
            for name, output in template.get("Outputs", {}).items():
                if "Export" in output:
                    self.exports[self.resolved(output["Export"]["Name"], stack)] = (stack, name, output["Value"])

    def holds(self, condition: str, stack: str) -> bool:
        return self._evaluate(self.templates[stack]["Conditions"][condition], stack)

    def _evaluate(self, condition: Any, stack: str) -> bool:
        [(function, value)] = condition.items()
        if function == "Condition":
            return self.holds(value, stack)
        if function == "Fn::Not":
            return not self._evaluate(value[0], stack)
        if function == "Fn::And":
            return all(self._evaluate(one, stack) for one in value)
        if function == "Fn::Or":
            return any(self._evaluate(one, stack) for one in value)
        if function == "Fn::Equals":
            first, second = (self.resolved(one, stack) for one in value)
            return bool(first == second)
        raise ValueError(f"{function} is not supported in a condition")

    def resolved(self, value: Any, stack: str) -> Any:
        if isinstance(value, list):
            return [found for one in value if (found := self.resolved(one, stack)) is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(function, argument)] = value.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self._called(function, argument, stack)
        found = {key: self.resolved(one, stack) for key, one in value.items()}
        return {key: one for key, one in found.items() if one is not NO_VALUE}

    def _called(self, function: str, argument: Any, stack: str) -> Any:
        if function == "Ref":
            return self._referred(argument, stack)
        if function == "Fn::GetAtt":
            logical, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
            return f"ref:{stack}/{logical}.{attribute}"
        if function == "Fn::ImportValue":
            return self._imported(self.resolved(argument, stack), stack)
        if function == "Fn::If":
            condition, yes, no = argument
            return self.resolved(yes if self.holds(condition, stack) else no, stack)
        if function in ("Fn::Select", "Fn::Split"):
            first, second = argument[0], self.resolved(argument[1], stack)
            return second[int(first)] if function == "Fn::Select" else str(second).split(first)
        return self._text(function, argument, stack)

    def _text(self, function: str, argument: Any, stack: str) -> str:
        if function == "Fn::Sub":
            return self._substituted(argument, stack)
        if function == "Fn::Join":
            between, parts = argument
            return str(between).join(str(self.resolved(part, stack)) for part in parts)
        if function == "Fn::Base64":
            return str(self.resolved(argument, stack))
        raise ValueError(f"{function} is not supported, in {stack}")

    def _referred(self, name: str, stack: str) -> Any:
        described = self.templates[stack].get("Parameters", {}).get(name)
        if described is None:
            return self.pseudo.get(name, f"ref:{stack}/{name}")
        value = self.parameters.get(name, described.get("Default", f"ref:{stack}/{name}"))
        return self._stored(value, stack) if described["Type"].startswith(STORED) else value

    def _stored(self, name: str, stack: str) -> Any:
        for writer, template in self.templates.items():
            for resource in template["Resources"].values():
                if resource["Type"] == "AWS::SSM::Parameter":
                    properties = resource["Properties"]
                    if self.resolved(properties["Name"], writer) == name:
                        return self.resolved(properties["Value"], writer)
        raise ValueError(f"{stack} reads {name}, which no stack writes.")

    def _imported(self, name: str, stack: str) -> Any:
        if name not in self.exports:
            raise ValueError(f"{stack} imports {name}, which no stack exports.")
        exporter, _, exported = self.exports[name]
        return self.resolved(exported, exporter)

    def _substituted(self, argument: Any, stack: str) -> str:
        text, given = (argument, {}) if isinstance(argument, str) else argument

        def replace(match: re.Match[str]) -> str:
            name = match[1]
            if name in given:
                return str(self.resolved(given[name], stack))
            return str(self._called("Fn::GetAtt" if "." in name else "Ref", name, stack))

        return re.sub(r"\$\{([^!}][^}]*)\}", replace, text).replace("${!", "${")


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
