"""Rules for at-least-once delivery: queues, streams and events."""

from collections.abc import Iterator

from tests.contract.rules.deployment import Deployment, Resource, listed
from tests.contract.rules.registry import rule

DAY = 24 * 3600
DEFAULT_RETENTION = 4 * DAY
DEFAULT_VISIBILITY = 30
ASYNCHRONOUS_SOURCES = ("S3::Bucket", "Events::Rule", "Scheduler::Schedule", "SNS::Subscription")
MAY_PUT_WHERE_IT_TRIGGERS = {"api/ApiRole", "worker/WorkRole"}
"""`api` signs upload forms, and AWS checks uploads against the permissions of the signer. `work` puts attachments into
the inbox, which have it read them: a chain that ends after docloft.lifecycle.parts.MAX_DEPTH levels. Lambda stops a
chain of its functions only after about 16 rounds (AWS: Lambda recursive loop detection).
"""
COUNTS_HOPS = {"worker/WorkLambdaFunction"}
"""Every command that it sends has one hop more than the one that it handles, and five at most."""


@rule("partial-batches")
def only_queue_batches_report_partial_failures(deployment: Deployment) -> Iterator[str]:
    for mapping, _, _ in deployment.mappings("SQS::Queue"):
        if mapping.properties.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{mapping.name}: one poison message would repeat its whole batch"
    for mapping, _, _ in deployment.mappings("DynamoDB::Table"):
        # The emulator silently drops reported failures; a stream's consumer raises, and the whole batch is repeated.
        if "FunctionResponseTypes" in mapping.properties:
            yield f"{mapping.name}: a stream's consumer must not report partial failures"


@rule("partial-batches")
def failed_stream_batches_are_halved(deployment: Deployment) -> Iterator[str]:
    """A batch may contain changes to 100 libraries. If their commits together exceed the function's time or memory,
    its halves succeed, and other libraries are not held up. Halving does not count as a retry.
    https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
    """
    for mapping, _, _ in deployment.mappings("DynamoDB::Table"):
        if mapping.properties.get("BisectBatchOnFunctionError") is not True:
            yield f"{mapping.name}: a batch that fails is repeated as a whole"


@rule("dead-letters")
def consumed_queues_have_a_dead_letter_queue(deployment: Deployment) -> Iterator[str]:
    for _, queue, _ in deployment.mappings("SQS::Queue"):
        target = deployment.named(queue.properties.get("RedrivePolicy", {}).get("deadLetterTargetArn"))
        if target is None or target.kind != "AWS::SQS::Queue":
            yield f"{queue.name}: no dead-letter queue"


@rule("dead-letters")
def asynchronous_functions_have_a_failure_destination(deployment: Deployment) -> Iterator[str]:
    configured = {
        one.name: deployment.named(
            config.properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        )
        for config in deployment.any_of_kind("Lambda::EventInvokeConfig")
        if (one := deployment.named(config.properties["FunctionName"]))
    }
    invoked = asynchronously_invoked(deployment)
    if not invoked:
        raise LookupError("Nothing invokes a function asynchronously: uploads would not be received.")
    for name in sorted(invoked):
        if configured.get(name) is None:
            yield f"{name}: a failed event is lost"
    for mapping, _, _ in deployment.mappings("DynamoDB::Table"):
        destination = mapping.properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if deployment.named(destination) is None:
            yield f"{mapping.name}: failed records are lost"


@rule("dead-letters")
def dead_letters_are_kept_fourteen_days(deployment: Deployment) -> Iterator[str]:
    sources: dict[str, list[Resource]] = {}
    for queue in deployment.of_kind("SQS::Queue"):
        if target := deployment.named(queue.properties.get("RedrivePolicy", {}).get("deadLetterTargetArn")):
            sources.setdefault(target.name, []).append(queue)
    for holder in (
        *deployment.any_of_kind("Lambda::EventInvokeConfig"),
        *deployment.of_kind("Lambda::EventSourceMapping"),
    ):
        destination = holder.properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if target := deployment.named(destination):
            sources.setdefault(target.name, [])
    for name, fed_by in sources.items():
        kept = deployment.resources[name].properties.get("MessageRetentionPeriod", DEFAULT_RETENTION)
        longest = max((one.properties.get("MessageRetentionPeriod", DEFAULT_RETENTION) for one in fed_by), default=0)
        # A message keeps its age when it is moved.
        if kept != 14 * DAY or kept <= longest:
            yield f"{name}: keeps messages {kept} s, its sources keep them {longest} s"


@rule("visibility")
def visibility_is_six_times_the_timeout(deployment: Deployment) -> Iterator[str]:
    for mapping, queue, function in deployment.mappings("SQS::Queue"):
        hidden = queue.properties.get("VisibilityTimeout", DEFAULT_VISIBILITY)
        if hidden < 6 * function.properties["Timeout"]:
            yield f"{mapping.name}: visibility timeout {hidden} s, function timeout {function.properties['Timeout']} s"


@rule("bounded-consumers")
def messages_are_tried_five_times(deployment: Deployment) -> Iterator[str]:
    for queue in deployment.of_kind("SQS::Queue"):
        if "RedrivePolicy" in queue.properties and queue.properties["RedrivePolicy"]["maxReceiveCount"] < 5:
            yield f"{queue.name}: {queue.properties['RedrivePolicy']['maxReceiveCount']} receives"


@rule("bounded-consumers")
def consumers_are_bounded_by_their_mapping(deployment: Deployment) -> Iterator[str]:
    for mapping, _, function in deployment.mappings("SQS::Queue"):
        if mapping.properties.get("ScalingConfig", {}).get("MaximumConcurrency", 0) < 2:
            yield f"{mapping.name}: no maximum concurrency"
        # Throttled messages would reach the dead-letter queue without being handled.
        if "ReservedConcurrentExecutions" in function.properties:
            yield f"{function.name}: reserved concurrency on a queue's consumer"


@rule("no-loops")
def no_function_writes_where_it_triggers_one(deployment: Deployment) -> Iterator[str]:
    places = []
    for bucket in deployment.of_kind("S3::Bucket"):
        for trigger in bucket.properties.get("NotificationConfiguration", {}).get("LambdaConfigurations", []):
            rules = trigger.get("Filter", {}).get("S3Key", {}).get("Rules", [])
            prefixes = [one["Value"] for one in rules if one["Name"] == "prefix"]
            if not prefixes:
                yield f"{bucket.name}: every object triggers a function"
            places += [f"arn:aws:s3:::{bucket.properties['BucketName']}/{prefix}" for prefix in prefixes]
    for role in deployment.of_kind("IAM::Role"):
        may_put = {f"{place}*" for place in places} if role.name in MAY_PUT_WHERE_IT_TRIGGERS else set()
        for statement in deployment.statements(role):
            if statement["Effect"] == "Allow" and allows(statement["Action"], "s3:PutObject"):
                for pattern in statement["Resource"]:
                    if pattern not in may_put and any(overlaps(pattern, place) for place in places):
                        yield f"{role.name}: may put to {pattern}"


@rule("no-loops")
def only_work_sends_to_its_own_queue_which_ends_every_chain(deployment: Deployment) -> Iterator[str]:
    """Its commands count hops (docloft.commands.chain): fewer than the 16 after which Lambda stops a loop over SQS.
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
    """
    for _, queue, function in deployment.mappings("SQS::Queue"):
        role = deployment.named(function.properties["Role"])
        if role is None:
            raise LookupError(f"{function.name} has no role.")
        for statement in deployment.statements(role):
            if not allows(statement["Action"], "sqs:SendMessage"):
                continue
            targets = [deployment.named(one) for one in statement["Resource"]]
            if queue not in targets and "*" not in statement["Resource"]:
                continue
            if function.name not in COUNTS_HOPS:
                yield f"{function.name}: may send to {queue.name}, which triggers it"


def asynchronously_invoked(deployment: Deployment) -> set[str]:
    """Names of functions that S3, a schedule or a topic invokes asynchronously."""
    invoked = set()
    for kind in ASYNCHRONOUS_SOURCES:
        for resource in deployment.any_of_kind(kind):
            properties = resource.properties
            targets = [
                *(
                    one["Function"]
                    for one in properties.get("NotificationConfiguration", {}).get("LambdaConfigurations", [])
                ),
                *(one["Arn"] for one in listed(properties.get("Targets", []))),
                *([properties["Target"]["Arn"]] if "Target" in properties else []),
                *([properties["Endpoint"]] if properties.get("Protocol") == "lambda" else []),
            ]
            for target in targets:
                function = deployment.named(target)
                if function is not None and function.kind == "AWS::Lambda::Function":
                    invoked.add(function.name)
    return invoked


def allows(actions: list[str], wanted: str) -> bool:
    """Matches as IAM does: ignores case, and a star stands for the rest of the name."""
    wanted = wanted.lower()
    return any(
        wanted.startswith(one.lower().rstrip("*")) if one.endswith("*") else one.lower() == wanted for one in actions
    )


def overlaps(pattern: str, place: str) -> bool:
    """Whether an ARN pattern can match anything under `place`."""
    literal = pattern.split("*", maxsplit=1)[0].split("?", maxsplit=1)[0]
    return literal.startswith(place) or (literal != pattern and place.startswith(literal))
