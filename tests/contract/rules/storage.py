"""Rules for stateful resources: they must not be lost, and only authorized callers may read them."""

from collections.abc import Iterator

from tests.contract.rules.account import RETAINING, Account, in_order
from tests.contract.rules.deployment import Deployment, Resource, listed
from tests.contract.rules.registry import WITH_PEOPLE, rule

STATEFUL = {
    "storage/DocumentsTable",
    "storage/LibraryTable",
    "storage/JobsTable",
    "storage/HistoryTable",
    "storage/FilesBucket",
    "storage/WorkQueue",
    "storage/DeadLetterQueue",
    "storage/FailedEvents",
    "api/UserPool",
}
"""Changing a logical id would create a new, empty resource whose name is already taken."""
KINDS = ("DynamoDB::Table", "S3::Bucket", "SQS::Queue", "Cognito::UserPool")
REPUBLISHED = {"frontend/SiteBucket"}
"""Deleted with its stack, because `serverless publish` can fill it again from the repository."""
DAY = 1

MAY_EXPIRE = {"inbox/", "searchable/", "renditions/", "exports/"}
"""Uploads that were not accepted, and files that are made on demand."""


@rule("stateful-resources")
def stateful_resources_keep_their_logical_ids(deployment: Deployment) -> Iterator[str]:
    found = {resource.name for resource in stateful(deployment)}
    wanted = STATEFUL if deployment.stage in WITH_PEOPLE else STATEFUL - {"api/UserPool"}
    for name in sorted(wanted - found):
        yield f"{name}: is missing, or has another logical id"
    for name in sorted(found - wanted):
        yield f"{name}: is not in STATEFUL"


@rule("stateful-resources")
def stateful_resources_are_retained(deployment: Deployment) -> Iterator[str]:
    for resource in stateful(deployment):
        if resource.deletion_policy not in RETAINING or resource.update_replace_policy != "Retain":
            yield f"{resource.name}: is deleted with its stack, or when a change replaces it"


@rule("failed-deploys")
def failed_first_deploy_can_be_repeated(deployment: Deployment) -> Iterator[str]:
    """The last resource of each stack fails, when all others exist. None of them may remain, and the same deploy must
    succeed afterwards. Deletion protection is off, as packaging/protection.cjs sets it for a deploy that creates a
    protected resource. (test_deploys.py lets every resource fail.)
    """
    created = deployment.given(Protection="off")
    for stack in created.templates:
        wanted = in_order(created, stack)
        account = Account()
        account.deploy(stack, wanted, fails_at=wanted[-1].name)
        for resource in account.left:
            yield f"{resource.name}: remains when the deploy that created it fails"
        if reason := account.deploy(stack, wanted):
            yield f"{reason}, when a deploy is repeated"


@rule("stateful-resources")
def tables_have_point_in_time_recovery(deployment: Deployment) -> Iterator[str]:
    for table in deployment.of_kind("DynamoDB::Table"):
        if table.properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled") is not True:
            yield f"{table.name}: no point-in-time recovery"


@rule("stateful-resources")
def deletion_is_protected(deployment: Deployment) -> Iterator[str]:
    for table in deployment.of_kind("DynamoDB::Table"):
        if table.properties.get("DeletionProtectionEnabled") is not True:
            yield f"{table.name}: has no deletion protection"
    for pool in deployment.any_of_kind("Cognito::UserPool"):
        if pool.properties.get("DeletionProtection") != "ACTIVE":
            yield f"{pool.name}: has no deletion protection"


@rule("buckets")
def buckets_block_public_access(deployment: Deployment) -> Iterator[str]:
    """Except the site's bucket without CloudFront, which its policy makes readable for everyone."""
    wanted = {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}
    for bucket in deployment.of_kind("S3::Bucket"):
        required = wanted - {"BlockPublicPolicy", "RestrictPublicBuckets"} if is_website(bucket, deployment) else wanted
        blocked = bucket.properties.get("PublicAccessBlockConfiguration", {})
        for name in sorted(required - {name for name, value in blocked.items() if value is True}):
            yield f"{bucket.name}: {name} is off"
    for policy in deployment.of_kind("S3::BucketPolicy"):
        bucket_named = deployment.named(policy.properties["Bucket"])
        may_read = bucket_named is not None and is_website(bucket_named, deployment)
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            everyone = statement["Effect"] == "Allow" and statement["Principal"] in ("*", {"AWS": "*"})
            if everyone and not (may_read and listed(statement["Action"]) == ["s3:GetObject"]):
                yield f"{policy.name}: allows access for everyone"


@rule("buckets")
def only_cloudfront_reads_the_site(deployment: Deployment) -> Iterator[str]:
    for distribution in deployment.any_of_kind("CloudFront::Distribution"):
        for origin in distribution.properties["DistributionConfig"]["Origins"]:
            bucket = deployment.named(origin["DomainName"])
            signs = deployment.named(origin.get("OriginAccessControlId"))
            config = signs.properties["OriginAccessControlConfig"] if signs else {}
            if config.get("SigningBehavior") != "always" or config.get("SigningProtocol") != "sigv4":
                yield f"{distribution.name}: does not sign its requests to the bucket"
            readers = [
                statement
                for policy in deployment.of_kind("S3::BucketPolicy")
                if deployment.named(policy.properties["Bucket"]) == bucket
                for statement in policy.properties["PolicyDocument"]["Statement"]
                if statement["Effect"] == "Allow"
            ]
            own = f"distribution/ref:{distribution.name}"
            if not readers:
                yield f"{distribution.name}: may not read its bucket"
            for statement in readers:
                source = str(statement.get("Condition", {}).get("StringEquals", {}).get("AWS:SourceArn"))
                if statement["Principal"] != {"Service": "cloudfront.amazonaws.com"} or not source.endswith(own):
                    yield f"{distribution.name}: others may read its bucket"


@rule("buckets")
def buckets_are_owner_enforced_and_encrypted(deployment: Deployment) -> Iterator[str]:
    for bucket in ours(deployment):
        if bucket.properties.get("OwnershipControls") != {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}:
            yield f"{bucket.name}: access control lists are enabled"
        rules = bucket.properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
        # SSE-S3, because a KMS key costs a dollar a month.
        if [one["ServerSideEncryptionByDefault"] for one in rules] != [{"SSEAlgorithm": "AES256"}]:
            yield f"{bucket.name}: not encrypted with SSE-S3"


@rule("buckets", stages=("prod",))
def buckets_and_queues_refuse_plain_http(deployment: Deployment) -> Iterator[str]:
    """Not on the local stage, which has no HTTPS. CloudFront signs its requests to the site's bucket."""
    refused = set()
    for kind in ("S3::BucketPolicy", "SQS::QueuePolicy"):
        for policy in deployment.of_kind(kind):
            properties = policy.properties
            for statement in listed(properties["PolicyDocument"]["Statement"]):
                plain = str(statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")).lower()
                everything = str(listed(statement["Action"])[0]) in ("s3:*", "sqs:*")
                if statement["Effect"] == "Deny" and statement["Principal"] == "*" and plain == "false" and everything:
                    named = [
                        deployment.named(one) for one in listed(properties.get("Queues", properties.get("Bucket")))
                    ]
                    refused |= {one.name for one in named if one}
    for resource in (*deployment.of_kind("S3::Bucket"), *deployment.of_kind("SQS::Queue")):
        if resource.name not in refused:
            yield f"{resource.name}: accepts plain HTTP"


@rule("buckets")
def files_are_versioned(deployment: Deployment) -> Iterator[str]:
    bucket = deployment.resources["storage/FilesBucket"]
    if bucket.properties.get("VersioningConfiguration") != {"Status": "Enabled"}:
        yield f"{bucket.name}: overwritten objects are lost"


@rule("buckets")
def unneeded_files_expire(deployment: Deployment) -> Iterator[str]:
    bucket = deployment.resources["storage/FilesBucket"]
    rules = [
        one
        for one in bucket.properties.get("LifecycleConfiguration", {}).get("Rules", [])
        if one["Status"] == "Enabled"
    ]
    inbox = [one.get("ExpirationInDays") for one in rules if one.get("Prefix") == "inbox/"]
    # Longer than a refused document is shown (docloft.lifecycle.states, KEEP_REJECTED).
    if inbox != [33 * DAY]:
        yield f"{bucket.name}: unchecked uploads are kept, or expire before the sweeper can adopt them"
    if not any("AbortIncompleteMultipartUpload" in one and "Prefix" not in one for one in rules):
        yield f"{bucket.name}: parts of incomplete uploads are kept and billed"
    if not any(
        0 < one.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays", 0) <= 30 * DAY and "Prefix" not in one
        for one in rules
    ):
        yield f"{bucket.name}: old versions are kept and billed"
    if not any(
        0 < one.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays", 0) <= DAY and one.get("Prefix") == "inbox/"
        for one in rules
    ):
        yield f"{bucket.name}: received uploads are stored twice for as long as other old versions"
    if not any(one.get("ExpiredObjectDeleteMarker") is True and "Prefix" not in one for one in rules):
        yield f"{bucket.name}: delete markers are kept"
    expiring = [one.get("Prefix", "") for one in rules if "ExpirationInDays" in one]
    for prefix in expiring:
        if prefix not in MAY_EXPIRE:
            yield f"{bucket.name}: documents under '{prefix}' expire"


@rule()
def tables_and_queues_are_encrypted_with_free_keys(deployment: Deployment) -> Iterator[str]:
    for queue in deployment.of_kind("SQS::Queue"):
        if queue.properties.get("SqsManagedSseEnabled") is not True or "KmsMasterKeyId" in queue.properties:
            yield f"{queue.name}: not encrypted with SSE-SQS"
    for table in deployment.of_kind("DynamoDB::Table"):
        if "SSESpecification" in table.properties:
            yield f"{table.name}: encrypted with a key that is billed; DynamoDB's own key is free"


def is_website(bucket: Resource, deployment: Deployment) -> bool:
    """Whether its website endpoint serves the site."""
    return bucket.name == "frontend/SiteBucket" and not deployment.any_of_kind("CloudFront::Distribution")


def stateful(deployment: Deployment) -> list[Resource]:
    return [
        resource
        for kind in KINDS
        for resource in deployment.any_of_kind(kind)
        if resource.name not in REPUBLISHED and not made_by_the_cli(resource)
    ]


def ours(deployment: Deployment) -> list[Resource]:
    return [bucket for bucket in deployment.of_kind("S3::Bucket") if not made_by_the_cli(bucket)]


def made_by_the_cli(resource: Resource) -> bool:
    """Whether it is the bucket that packages are uploaded to."""
    return resource.name.endswith("/ServerlessDeploymentBucket")
