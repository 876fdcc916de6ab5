"""Resources of a stage that belong to no stack, or that stacks retain. They are found by name, because the stacks may
be gone. Stage names have no hyphen (packaging/guard.cjs), so no other stage's names begin with `docloft-<stage>-`.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from operate.stage import Stage, client, code
from tools.failure import OperatorError

_MOST_AT_ONCE = 1000
"""Limit of DeleteObjects."""
_GONE = {"ResourceNotFoundException", "NoSuchBucket", "404", "NotFoundException"}


def found(stage: Stage) -> list[tuple[str, Callable[[], None]]]:
    """The resources that exist, each with the function that deletes it."""
    left: list[tuple[str, Callable[[], None]]] = []
    left += [(f"table {name}", partial(_delete_table, name)) for name in tables(stage)]
    if _bucket_exists(stage):
        left.append((f"bucket {bucket(stage)} with all versions", partial(_delete_bucket, bucket(stage))))
    left += [(f"queue {url.rsplit('/', 1)[1]}", partial(_delete_queue, url)) for url in queues(stage)]
    left += [(f"user pool {pool}", partial(_delete_pool, pool)) for pool in pools(stage)]
    left += [(f"drop key {key}", partial(client("apigateway").delete_api_key, apiKey=key)) for key in drop_keys(stage)]
    left += [(f"log {name}", partial(_delete_log, name)) for name in logs(stage)]
    return left


def documents(stage: Stage) -> int:
    """Number of documents in its table, in any state. 0 without a table."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=f"{prefix(stage)}documents", Select="COUNT")
    try:
        return sum(page["Count"] for page in pages)
    except ClientError as error:
        if code(error) in _GONE:
            return 0
        raise


def originals(stage: Stage) -> int:
    """Number of documents with an original in its bucket (docloft.objects: originals/<library>/<document>/<n>)."""
    pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket(stage), Prefix="originals/")
    try:
        return len({one["Key"].rsplit("/", 1)[0] for page in pages for one in page.get("Contents", [])})
    except ClientError as error:
        if code(error) in _GONE:
            return 0
        raise


def prefix(stage: Stage) -> str:
    return f"docloft-{stage.name}-"


def bucket(stage: Stage) -> str:
    return f"{prefix(stage)}files-{stage.account}"


def tables(stage: Stage) -> list[str]:
    """The stage's four tables, and copies that a restore made."""
    pages = client("dynamodb").get_paginator("list_tables").paginate()
    return [name for page in pages for name in page["TableNames"] if name.startswith(prefix(stage))]


def queues(stage: Stage) -> list[str]:
    pages = client("sqs").get_paginator("list_queues").paginate(QueueNamePrefix=prefix(stage))
    return [url for page in pages for url in page.get("QueueUrls", [])]


def pools(stage: Stage) -> list[str]:
    pages = client("cognito-idp").get_paginator("list_user_pools").paginate(MaxResults=60)
    return [pool["Id"] for page in pages for pool in page["UserPools"] if pool["Name"] == f"docloft-{stage.name}"]


def drop_keys(stage: Stage) -> list[str]:
    """Created by the `keys` function, so no stack has them. Named after the usage plan
    (services/api/serverless.yml).
    """
    name = f"docloft-api-drop-{stage.name}-"
    pages = client("apigateway").get_paginator("get_api_keys").paginate(nameQuery=name)
    return [key["id"] for page in pages for key in page["items"] if key["name"].startswith(name)]


def logs(stage: Stage) -> list[str]:
    """Log groups, which a function that is still running creates again after its stack is gone."""
    name = f"/aws/lambda/{prefix(stage)}"
    pages = client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name)
    return [group["logGroupName"] for page in pages for group in page["logGroups"]]


def empty(name: str) -> None:
    """Deletes all versions of all objects of a bucket, and unfinished uploads. Idempotent. Raises OperatorError."""
    s3 = client("s3")
    try:
        for batch in _batches(name):
            response = s3.delete_objects(Bucket=name, Delete={"Objects": batch, "Quiet": True})
            if response.get("Errors"):
                first = response["Errors"][0]
                raise OperatorError(f"{first['Key']} in {name} could not be deleted: {first['Message']}")
        for page in s3.get_paginator("list_multipart_uploads").paginate(Bucket=name):
            for upload in page.get("Uploads", []):
                s3.abort_multipart_upload(Bucket=name, Key=upload["Key"], UploadId=upload["UploadId"])
    except ClientError as error:
        if code(error) not in _GONE:
            raise


def detach(stage: Stage, stack: str) -> None:
    """Deletes the index function's event source mappings that a restore made, and that no stack has."""
    functions = client("lambda")
    try:
        mappings = functions.list_event_source_mappings(FunctionName=stage.function("index"))["EventSourceMappings"]
    except ClientError as error:
        if code(error) in _GONE:
            return
        raise
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    own = {one.get("PhysicalResourceId") for page in pages for one in page["StackResourceSummaries"]}
    for mapping in mappings:
        if mapping["UUID"] not in own:
            functions.delete_event_source_mapping(UUID=mapping["UUID"])


def _batches(name: str) -> Iterator[list[dict[str, Any]]]:
    pages = (
        client("s3")
        .get_paginator("list_object_versions")
        .paginate(Bucket=name, PaginationConfig={"PageSize": _MOST_AT_ONCE})
    )
    for page in pages:
        both = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if both:
            yield [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in both]


def _bucket_exists(stage: Stage) -> bool:
    try:
        client("s3").head_bucket(Bucket=bucket(stage))
    except ClientError as error:
        if code(error) in _GONE:
            return False
        raise
    return True


def _delete_bucket(name: str) -> None:
    empty(name)
    client("s3").delete_bucket(Bucket=name)


def _delete_table(name: str) -> None:
    dynamodb = client("dynamodb")
    if dynamodb.describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"):
        dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 2})
    dynamodb.delete_table(TableName=name)
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 300})


def _delete_queue(url: str) -> None:
    client("sqs").delete_queue(QueueUrl=url)


def _delete_pool(pool: str) -> None:
    cognito = client("cognito-idp")
    domain = cognito.describe_user_pool(UserPoolId=pool)["UserPool"].get("Domain")
    if domain:
        cognito.delete_user_pool_domain(UserPoolId=pool, Domain=domain)
    cognito.update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE")
    cognito.delete_user_pool(UserPoolId=pool)


def _delete_log(name: str) -> None:
    client("logs").delete_log_group(logGroupName=name)
