"""Reads serverless.yml and CloudFormation templates: YAML with CloudFormation's short tags."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SERVICES = ("storage", "worker", "api")
STACKS = ("frontend", *SERVICES)


class _Loader(yaml.CSafeLoader):
    """Ten times as fast as the one in Python; PyYAML's wheels contain it."""


def _tag(loader: yaml.Loader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


def load_yaml(path: Path) -> Any:
    return parse_yaml((ROOT / path).read_text())


def parse_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader


def serverless(service: str) -> Any:
    """The serverless.yml of a service, with references to its JSON files (`${file(x.json):a.b}`) resolved."""
    folder = Path("services") / service
    return _with_files(load_yaml(folder / "serverless.yml"), ROOT / folder)


def _with_files(part: Any, folder: Path) -> Any:
    if isinstance(part, dict):
        return {name: _with_files(inner, folder) for name, inner in part.items()}
    if isinstance(part, list):
        return [_with_files(inner, folder) for inner in part]
    if isinstance(part, str) and (found := re.fullmatch(r"\$\{file\((\w+\.json)\):([\w.]+)\}", part)):
        content = json.loads((folder / found[1]).read_text())
        for name in found[2].split("."):
            content = content[name]
        return content
    return part


def declared_environments() -> dict[str, dict[str, Any]]:
    """The environment variables of each function, including those of all functions."""
    shared = load_yaml(Path("serverless.common.yml"))["provider"]["environment"]
    return {
        name: shared | function["environment"]
        for service in SERVICES
        for name, function in serverless(service)["functions"].items()
    }
