"""The only reader of the environment in shared code. The names come from serverless.yml; tests/contract holds
both together.
"""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Settings:
    """Names of what the storage service owns, and the limits that all services keep to. A name a function was not
    given is empty: reaching for it fails at once with the name of the variable (see `required`).
    """

    documents_table: str
    library_table: str
    jobs_table: str
    history_table: str
    files_bucket: str
    work_queue_url: str
    max_upload_bytes: int
    s3_addressing_style: str
    region: str
    stage_name: str
    """A label on metrics, and nothing else: what differs between stages is a setting of its own."""


class MissingSettingError(RuntimeError):
    """A function reached for something its serverless.yml does not name in `environment`."""


def required(name: str) -> str:
    """The value of one variable; raises MissingSettingError naming it when it is absent or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise MissingSettingError(f"The environment variable {name} is not set for this function: see serverless.yml.")
    return value


@cache
def settings() -> Settings:
    """Read once per process. Tests that change the environment call `settings.cache_clear()`."""
    return Settings(
        documents_table=os.environ.get("DOCUMENTS_TABLE", ""),
        library_table=os.environ.get("LIBRARY_TABLE", ""),
        jobs_table=os.environ.get("JOBS_TABLE", ""),
        history_table=os.environ.get("HISTORY_TABLE", ""),
        files_bucket=os.environ.get("FILES_BUCKET", ""),
        work_queue_url=os.environ.get("WORK_QUEUE_URL", ""),
        max_upload_bytes=int(os.environ.get("MAX_UPLOAD_BYTES", str(100 * 1024 * 1024))),
        s3_addressing_style=os.environ.get("S3_ADDRESSING_STYLE", "virtual"),
        region=os.environ.get("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "eu-central-1")),
        stage_name=os.environ.get("STAGE_NAME", "unnamed"),
    )
