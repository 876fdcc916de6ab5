"""The stage that a command works on. The only module in this folder that uses the local stage and sets environment
variables: those that docloft.settings reads, with the same values as in serverless.yml.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from tools.failure import OperatorError
from tools.local_stage import STAGE as LOCAL
from tools.local_stage import environment

NAME = re.compile(r"[a-z][a-z0-9]{0,15}")
"""The same rule as in packaging/guard.cjs, which every deploy runs."""
TABLES = ("documents", "library", "jobs", "history")
_RIGHTS = " operate/README.md, Rights, lists what each command needs."
_CREDENTIALS = " Renew the credentials, then check them: aws sts get-caller-identity."
_LATER = " Try again in a minute."
_ADVICE = {
    **dict.fromkeys(("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"), _RIGHTS),
    **dict.fromkeys(
        (
            *("ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"),
            *("SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure"),
        ),
        _CREDENTIALS,
    ),
    **dict.fromkeys(
        ("Throttling", "ThrottlingException", "TooManyRequestsException", "LimitExceededException"), _LATER
    ),
}
"""By AWS's error codes (its API references, common errors)."""
# A function may run for 300 s, and a retry would run it again.
_ONCE = Config(read_timeout=310, retries={"mode": "standard", "max_attempts": 1})


@dataclass(frozen=True, slots=True)
class Stage:
    """`outputs` are those of the storage stack, which owns everything that outlives a deploy."""

    name: str
    account: str
    region: str
    outputs: Mapping[str, str]

    def __str__(self) -> str:
        return f"stage {self.name}, account {self.account}, {self.region}"

    @property
    def storage_stack(self) -> str:
        return f"docloft-storage-{self.name}"

    @property
    def work_queue_url(self) -> str:
        return self.outputs["WorkQueueUrl"]

    @property
    def dead_letter_queue_url(self) -> str:
        return self.outputs["DeadLetterQueueUrl"]

    @property
    def failed_events_queue_url(self) -> str:
        name = self.outputs["FailedEventsArn"].rsplit(":", 1)[1]
        return str(client("sqs").get_queue_url(QueueName=name)["QueueUrl"])

    def table(self, name: str) -> str:
        return self.outputs[f"{name.title()}TableName"]

    def function(self, name: str) -> str:
        return f"docloft-{self.name}-{name}"

    def command(self, verb: str, **options: str) -> str:
        """The command to run next, as the operator types it."""
        return " ".join([f"make {verb} STAGE={self.name}", *(f"{name}={value}" for name, value in options.items())])


def enter(name: str) -> Stage:
    """Selects the stage for this process. Must come before docloft.tables is imported, because table names are bound
    there. Raises OperatorError when it cannot be reached.
    """
    stage = reach(name)
    if not stage.outputs:
        raise OperatorError(f"There is no stack {stage.storage_stack} in {stage.region}: check STAGE and AWS_REGION.")
    os.environ.update({f"{table.upper()}_TABLE": stage.table(table) for table in TABLES})
    os.environ["FILES_BUCKET"] = stage.outputs["FilesBucketName"]
    os.environ["WORK_QUEUE_URL"] = stage.work_queue_url
    return stage


def reach(name: str) -> Stage:
    """Like `enter`, for a stage whose storage stack may be gone: `outputs` is empty then. Raises OperatorError when the
    account cannot be reached.
    """
    _require_name(name)
    if name == LOCAL:
        for variable in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
            os.environ.pop(variable, None)
        os.environ.update(environment())
        os.environ["S3_ADDRESSING_STYLE"] = "path"
    # boto3 reads AWS_DEFAULT_REGION and the profile, but not AWS_REGION. Deploys read all three (packaging/region.cjs).
    region = os.environ.get("AWS_REGION") or boto3.Session().region_name
    if not region:
        raise OperatorError(f"No region is set. Run: export AWS_REGION=<the region of stage {name}>.")
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = region
    return _found(name, region)


def has_credentials(name: str) -> bool:
    """Whether there are AWS credentials. The local stage needs none of the account's. Raises OperatorError for a name
    that no stage can have.
    """
    _require_name(name)
    return name == LOCAL or boto3.Session().get_credentials() is not None


def client(service: str) -> Any:
    """A boto3 client of the stage with the operator's rights."""
    return boto3.client(service, config=_ONCE if service == "lambda" else None)  # type: ignore[call-overload]


def outputs_of(stack: str) -> dict[str, str]:
    """Empty when there is no such stack."""
    try:
        found = client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if code(error) == "ValidationError":
            return {}
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def sentence_of(error: ClientError) -> str:
    """What AWS refused, and what to do where that is known."""
    return f"AWS refused {error.operation_name}: {code(error)}.{_ADVICE.get(code(error), '')}"


def _require_name(name: str) -> None:
    if not NAME.fullmatch(name):
        rule = "lower-case letters and digits, at most 16, a letter first"
        raise OperatorError(f"STAGE={name} cannot be the name of a stage: {rule}.")


def _found(name: str, region: str) -> Stage:
    try:
        account = client("sts").get_caller_identity()["Account"]
        outputs = outputs_of(f"docloft-storage-{name}")
    except NoCredentialsError as error:
        raise OperatorError(
            f"There are no AWS credentials in the environment for stage {name}. For this machine's: STAGE={LOCAL}."
        ) from error
    except ClientError as error:
        raise OperatorError(sentence_of(error)) from error
    except BotoCoreError as error:
        hint = " Run: make run" if name == LOCAL else ""
        raise OperatorError(f"Stage {name} does not respond ({type(error).__name__}).{hint}") from error
    return Stage(name, account, region, outputs)
