"""What a deploy would send: the templates of all stacks and the checksums of the functions' code."""

import json
import os
import subprocess
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tools.failure import OperatorError
from tools.local_stage import ROOT
from tools.progress import step

STACKS = ("frontend", "storage", "worker", "api")
"""In the order of a deploy."""
_TEMPLATE = "cloudformation-template-update-stack.json"


@dataclass(frozen=True, slots=True)
class Packaged:
    """`templates` by stack; `code`: base64 SHA-256 of each function's zip by its name, as Lambda reports it
    (CodeSha256). A stack without a template is not deployed, and a function without code does not exist.
    """

    templates: dict[str, dict[str, Any]]
    code: dict[str, str]


def package(stage: str, folder: Path) -> Packaged:
    """Packages the files of this repository into `folder`. Needs no account. Raises OperatorError with the CLI's last
    lines.
    """
    with step(f"Packaging {stage} as it is here"):
        done = subprocess.run(
            ["sh", "packaging/package", stage],
            cwd=ROOT,
            env={**os.environ, "DOCLOFT_PACKAGES": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        last = " ".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        raise OperatorError(f"{stage} could not be packaged: {last}")
    return read(folder / stage)


def read(folder: Path) -> Packaged:
    """What `packaging/package` wrote; empty if it wrote nothing."""
    templates = {
        stack: json.loads((folder / stack / _TEMPLATE).read_text())
        for stack in STACKS
        if (folder / stack / _TEMPLATE).exists()
    }
    code: dict[str, str] = {}
    for stack, template in templates.items():
        # All functions of a service have the same package.
        zipped = folder / stack / f"docloft-{stack}.zip"
        if names := functions_of(template):
            code |= dict.fromkeys(names, b64encode(sha256(zipped.read_bytes()).digest()).decode())
    return Packaged(templates, code)


def functions_of(template: dict[str, Any]) -> list[str]:
    """Names of our own functions in a template."""
    names = [
        one["Properties"].get("FunctionName")
        for one in template["Resources"].values()
        if one["Type"] == "AWS::Lambda::Function"
    ]
    return [name for name in names if isinstance(name, str) and name.startswith("docloft-")]
