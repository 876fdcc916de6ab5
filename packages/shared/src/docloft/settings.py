"""All settings of the functions: environment variables, declared in each service's serverless.yml and read only here.

A setting is one field of `Settings`: its name in capitals is the variable. A contract test compares this table with the
environments in serverless.yml, in both directions, and docs/settings.md is generated from it (`make tidy`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from typing import Any

FUNCTIONS = {
    "receive": "storage",
    "sweep": "storage",
    "work": "worker",
    "index": "worker",
    "api": "api",
    "keys": "api",
    "search": "api",
}
"""Every function and the service it belongs to."""

_EVERY = tuple(FUNCTIONS)
_API = ("api", "keys", "search")
_STORAGE = ("receive", "sweep")
_WORKER = ("work", "index")
_SEARCH = (*_WORKER, "search")

_STORAGE_STACK = "storage stack"


class SettingError(RuntimeError):
    """A variable is missing or has a value that cannot be used. The message names the variable and the function."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. `source`: where serverless.yml gets the value from. `functions`: those that need it; no
    other function has it. A variable that `may_be_empty` must still be set.
    """

    variable: str
    meaning: str
    source: str
    functions: tuple[str, ...]
    may_be_empty: bool = False
    kind: type[str] | type[int] = str

    def fault(self, environment: Mapping[str, str]) -> str:
        """The problem with the value, as the second half of a sentence; empty if it is valid."""
        value = environment.get(self.variable)
        if value is None:
            similar = get_close_matches(self.variable, environment, n=1, cutoff=0.8)
            return "is not set" + (f" (is {similar[0]} a misspelling?)" if similar else "")
        if not value and not self.may_be_empty:
            return "is empty"
        if self.kind is int and not value.isdecimal():
            return "is not a whole number"
        return ""


def _setting(meaning: str, source: str, *functions: str, may_be_empty: bool = False) -> Any:
    return field(metadata={"meaning": meaning, "source": source, "functions": functions, "may_be_empty": may_be_empty})


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of one process; "" or 0 for a variable that its function does not need and therefore does not have."""

    documents_table: str = _setting("Name of the documents table", _STORAGE_STACK, *_STORAGE, *_WORKER, "api", "search")
    library_table: str = _setting("Name of the library table", _STORAGE_STACK, *_STORAGE, *_WORKER, *_API)
    jobs_table: str = _setting("Name of the jobs table", _STORAGE_STACK, "work", "api", "search")
    history_table: str = _setting("Name of the history table", _STORAGE_STACK, *_STORAGE, *_WORKER, "api", "search")
    files_bucket: str = _setting("Name of the files bucket", _STORAGE_STACK, *_STORAGE, *_WORKER, "api", "search")
    work_queue_url: str = _setting(
        "URL of the work queue, to send commands to, or to have one delivered again soon",
        _STORAGE_STACK,
        *_STORAGE,
        "work",
        "api",
        "search",
    )
    work_function: str = _setting(
        "Name of the work function, to read a locked document with its password", "services/api/serverless.yml", "api"
    )
    dead_letter_queue_url: str = _setting(
        "URL of the dead-letter queue, for commands that can never succeed", _STORAGE_STACK, "work"
    )
    ocr_engine: str = _setting(
        "What recognises pages: `tesseract`, or `textract` (Amazon Textract)", "stage parameter `ocr`", "work"
    )
    ocr_pages_a_day: int = _setting(
        "Pages of a library that are recognised in a day (UTC); the others wait until someone continues",
        "stage parameter `ocr_pages_a_day`",
        "work",
    )
    search_engine: str = _setting(
        "What search uses: `tantivy`, which is built in, or `opensearch` (Amazon OpenSearch)",
        "stage parameter `search`",
        *_SEARCH,
    )
    opensearch_endpoint: str = _setting(
        "Address of the domain or collection; empty with `search: tantivy`",
        "stage parameter `opensearch_endpoint`",
        *_SEARCH,
        may_be_empty=True,
    )
    opensearch_service: str = _setting(
        "What signatures are for: `es` (a domain) or `aoss` (a Serverless collection)",
        "stage parameter `opensearch_service`",
        *_SEARCH,
    )
    opensearch_index: str = _setting("What the name of the index begins with", "name of the stage", *_SEARCH)
    max_upload_bytes: int = _setting("Largest upload in bytes", "stage parameter `max_upload_bytes`", *_STORAGE, "api")
    s3_addressing_style: str = _setting(
        "How S3 is addressed: `virtual`, or `path` on the local stage", "stage parameter `s3_addressing_style`", *_EVERY
    )
    stage_name: str = _setting(
        "Label of metrics; code never branches on it", "name of the stage", *_STORAGE, *_WORKER, "search"
    )
    site_origin: str = _setting(
        "Origin of the site, the only one CORS allows", "stage parameter `site_origin`, or the frontend stack", *_API
    )
    user_pool_id: str = _setting(
        "User pool that must have issued the tokens; empty with `auth: api_key`", "api stack", *_API, may_be_empty=True
    )
    user_pool_client_id: str = _setting(
        "App client of the site, for which tokens may be issued; empty with `auth: api_key`",
        "api stack",
        *_API,
        may_be_empty=True,
    )
    command_line_client_id: str = _setting(
        "App client of `docloft-import`, for which tokens may be issued, too; empty with `auth: api_key`",
        "api stack",
        *_API,
        may_be_empty=True,
    )
    owner_key_id: str = _setting(
        "Id of the single owner's API key; empty with `auth: cognito`", "api stack", *_API, may_be_empty=True
    )
    usage_plan_name: str = _setting("Usage plan that new drop keys are put into", "name of the stage", "keys")

    @property
    def region(self) -> str:
        """From Lambda itself, not from serverless.yml."""
        return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-central-1"


SETTINGS = (
    *(Setting(one.name.upper(), kind=int if one.type is int else str, **one.metadata) for one in fields(Settings)),
    # Read by libraries, not by our code.
    Setting("POWERTOOLS_SERVICE_NAME", "Name of the function in its log lines", "serverless.yml", _EVERY),
    Setting("POWERTOOLS_LOG_LEVEL", "Least severe log lines that are written", "stage parameter `log_level`", _EVERY),
    Setting(
        "POWERTOOLS_METRICS_NAMESPACE",
        "CloudWatch namespace of our metrics",
        "serverless.common.yml",
        (*_STORAGE, *_WORKER, "search"),
    ),
    Setting(
        "MALLOC_ARENA_MAX",
        "Number of glibc's memory arenas: each costs tantivy 60 to 90 MB (measured)",
        "serverless.common.yml",
        _EVERY,
    ),
)


@cache
def settings() -> Settings:
    """Reads the environment once per process. In a Lambda function, validates it first: every entry module causes this
    at import, so a missing or misspelt variable fails the cold start. Raises SettingError. Tests that change the
    environment call `settings.cache_clear()`.
    """
    function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "").rpartition("-")[2]
    if function in FUNCTIONS:
        validate(function, os.environ)
    return Settings(**{one.name: _value(one.name.upper(), one.type) for one in fields(Settings)})


def _value(variable: str, kind: Any) -> Any:
    value = os.environ.get(variable, "")
    return int(value or 0) if kind is int else value


def validate(function: str, environment: Mapping[str, str]) -> None:
    """Raises SettingError with one sentence for each variable of this function that is missing or unusable."""
    faults = [
        f"{setting.variable} {fault}."
        for setting in SETTINGS
        if function in setting.functions and (fault := setting.fault(environment))
    ]
    if faults:
        raise SettingError(
            f"The function {function} cannot start. {' '.join(faults)} "
            f"Its variables are set in services/{FUNCTIONS[function]}/serverless.yml and listed in docs/settings.md."
        )


def resources() -> dict[str, str]:
    """Tables, bucket and queues of this process, by variable."""
    named = [one.variable for one in SETTINGS if one.source == _STORAGE_STACK]
    return {variable: value for variable in named if (value := os.environ.get(variable))}


def required(variable: str) -> str:
    """The value of one variable, for code that may run in a function without this variable. Raises SettingError when it
    is missing or empty.
    """
    value = os.environ.get(variable, "")
    if not value:
        raise SettingError(f"{variable} is not set for this function. Its variables are listed in docs/settings.md.")
    return value
