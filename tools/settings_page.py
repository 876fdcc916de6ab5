"""Writes docs/settings.md from the table in docloft.settings and the stage parameters in serverless.common.yml (`make
tidy`).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from docloft.settings import FUNCTIONS, SETTINGS, Setting

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/settings.md"

_HEAD = """# Settings

Written by `make tidy` from `packages/shared/src/docloft/settings.py` and `serverless.common.yml`; do not edit it here.

Each function has exactly the environment variables that it needs. They are declared in its service's `serverless.yml`;
those that every function has are in `serverless.common.yml`. At its cold start a function
validates its variables and fails with a sentence that names each missing or unusable one. A variable must not be empty
unless its meaning says when it may be. To add one: [how-to/add-a-setting.md](how-to/add-a-setting.md).

| variable | meaning | value comes from | functions |
|--|--|--|--|
"""

_PARAMETERS = """
## Stage parameters
Differences between stages, under `params` in `serverless.common.yml`. `site_origin` and `site_certificate` have no
default: [Custom domain](deploying.md#custom-domain).

| parameter | meaning | default | values |
|--|--|--|--|
"""
_VALUES = re.compile(r" ?One of ([^.]+)\.")


def render() -> str:
    """The whole page."""
    rows = [_row(setting) for setting in SETTINGS]
    parameters = [
        f"| `{one.name}` | {one.meaning} | {one.default} | {', '.join(f'`{value}`' for value in one.values)} |"
        for one in stage_parameters()
    ]
    return _HEAD + "\n".join(rows) + "\n" + _PARAMETERS + "\n".join(parameters) + "\n"


@dataclass(frozen=True, slots=True)
class StageParameter:
    """`meaning`: the comment above the parameter or above its group, without the list of values at its end ("One of a,
    b."). `values`: those; empty for a parameter that is not an enumeration. `default` is Markdown; for one of several
    lines, the page refers to the file.
    """

    name: str
    meaning: str
    default: str
    values: tuple[str, ...]


def stage_parameters() -> list[StageParameter]:
    """Every parameter under `params.default`."""
    text = (ROOT / "serverless.common.yml").read_text()
    lines = text.partition("  default:\n")[2].partition("\n  prod:\n")[0].splitlines()
    found: list[StageParameter] = []
    comment: list[str] = []
    in_comment = False
    for line in lines:
        if line.startswith("    #"):
            comment = [*comment, line[6:]] if in_comment else [line[6:]]
        elif match := re.fullmatch(r"    (\w+):(?: (.+))?", line):
            name, default = match.groups()
            found.append(_parameter(name, " ".join(comment), f"`{default}`" if default else "see the file"))
        in_comment = line.startswith("    #")
    return found


def _parameter(name: str, comment: str, default: str) -> StageParameter:
    listed = _VALUES.search(comment)
    values = tuple(value.strip('"') for value in listed[1].split(", ")) if listed else ()
    return StageParameter(name, _VALUES.sub("", comment), default, values)


def _row(setting: Setting) -> str:
    needed_by = (
        "all" if set(setting.functions) == set(FUNCTIONS) else ", ".join(f"`{one}`" for one in setting.functions)
    )
    return f"| `{setting.variable}` | {setting.meaning} | {setting.source} | {needed_by} |"


if __name__ == "__main__":
    PAGE.write_text(render())
