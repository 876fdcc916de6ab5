"""Writes docs/settings.md from the table in docloft.settings (`make tidy`)."""

from pathlib import Path

from docloft.settings import FUNCTIONS, SETTINGS, Setting

PAGE = Path(__file__).resolve().parents[1] / "docs/settings.md"

_HEAD = """# Settings

Written by `make tidy` from `packages/shared/src/docloft/settings.py`; do not edit it here.

Each function has exactly the environment variables that it needs. They are declared in its service's `serverless.yml`;
those that every function has, and the stage parameters, are in `serverless.common.yml`. At its cold start a function
validates its variables and fails with a sentence that names each missing or unusable one. A variable must not be empty
unless its meaning says when it is. To add one: [how-to/add-a-setting.md](how-to/add-a-setting.md).

| variable | meaning | value comes from | functions |
|--|--|--|--|
"""


def render() -> str:
    """The whole page."""
    return _HEAD + "".join(f"{_row(setting)}\n" for setting in SETTINGS)


def _row(setting: Setting) -> str:
    needed_by = (
        "all" if set(setting.functions) == set(FUNCTIONS) else ", ".join(f"`{one}`" for one in setting.functions)
    )
    return f"| `{setting.variable}` | {setting.meaning} | {setting.source} | {needed_by} |"


if __name__ == "__main__":
    PAGE.write_text(render())
