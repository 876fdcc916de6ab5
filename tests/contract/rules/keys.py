"""Rules for API keys in both kinds of deployment: people who sign in and machines with drop keys, or one owner with a
key.
"""

from collections.abc import Iterator

from docloft_api.features.drop_keys.gateway_keys import TAG
from tests.contract.rules.access import methods
from tests.contract.rules.arns import GENERATED
from tests.contract.rules.deployment import REGION, Deployment
from tests.contract.rules.iam import matches
from tests.contract.rules.registry import rule

TAGS = f"arn:aws:apigateway:{REGION}::/tags/arn%3Aaws%3Aapigateway%3A{REGION}%3A%3A%2Fapikeys%2F"
"""The tags of keys, without the id of a key."""
INBOX = ("POST", "/v1/inbox")
MAKER = "api/KeysRole"
PERIOD, MAX_RATE = "DAY", 10
REFUSALS = {"INVALID_API_KEY": False, "QUOTA_EXCEEDED": True}
"""Error responses for keys, and whether they need a Retry-After."""


@rule("machine-keys")
def keys_only_open_the_inbox(deployment: Deployment) -> Iterator[str]:
    """Without a user pool, the owner's key gives access to every method, and every method must require a key."""
    has_people = bool(deployment.any_of_kind("Cognito::UserPool"))
    for method, path in methods(deployment):
        route = (method.properties["HttpMethod"], path)
        if route[0] == "OPTIONS":
            continue
        needs_key = method.properties.get("ApiKeyRequired") is True
        if needs_key is not (route == INBOX or not has_people):
            yield f"{' '.join(route)}: {'accepts a key' if needs_key else 'needs no key'}"


@rule("machine-keys")
def drop_keys_are_throttled_and_have_a_quota(deployment: Deployment) -> Iterator[str]:
    plans = {plan.properties["UsagePlanName"]: plan.properties for plan in deployment.of_kind("ApiGateway::UsagePlan")}
    [stage] = deployment.of_kind("ApiGateway::Stage")
    drop = plans.get(f"docloft-api-drop-{stage.properties['StageName']}", {})
    if not 0 < drop.get("Throttle", {}).get("RateLimit", 0) <= MAX_RATE:
        yield f"the usage plan of drop keys has the throttling {drop.get('Throttle')}"
    if drop.get("Quota", {}).get("Period") != PERIOD or not drop.get("Quota", {}).get("Limit"):
        yield f"the usage plan of drop keys has the quota {drop.get('Quota')}"
    for function in deployment.functions():
        variables = function.properties.get("Environment", {}).get("Variables", {})
        if "USAGE_PLAN_NAME" in variables and variables["USAGE_PLAN_NAME"] not in plans:
            yield f"{function.name}: adds keys to the missing usage plan {variables['USAGE_PLAN_NAME']}"
    responses = {one.properties["ResponseType"]: one for one in deployment.of_kind("ApiGateway::GatewayResponse")}
    for kind, needs_retry_after in REFUSALS.items():
        if kind not in responses:
            yield f"{kind}: the default response of the gateway"
        elif (
            needs_retry_after
            and "gatewayresponse.header.Retry-After" not in responses[kind].properties["ResponseParameters"]
        ):
            yield f"{kind}: no Retry-After"


@rule("machine-keys")
def one_function_creates_keys_and_none_reads_them(deployment: Deployment) -> Iterator[str]:
    makers = set()
    for role in deployment.of_kind("IAM::Role"):
        for statement in deployment.statements(role):
            for action in statement["Action"]:
                if not action.startswith("apigateway:"):
                    continue
                makers.add(role.name)
                for resource in statement["Resource"]:
                    if action == "apigateway:GET" and "/apikeys" in resource:
                        yield f"{role.name}: may read keys"
    if makers != {MAKER}:
        yield f"{', '.join(sorted(makers)) or 'no function'} instead of {MAKER} creates keys"


@rule("machine-keys")
def only_own_keys_are_deleted(deployment: Deployment) -> Iterator[str]:
    """API keys of all stages and applications of an account and region have ARNs that differ only in a random id. So
    only a tag distinguishes them, and a tag may only be added with the value of this stage, to a new key. AWS checks
    the tags of a new key on an ARN with an asterisk for the id, and those of an existing key on one with its id.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-iam-policy.html
    """
    plan = f"docloft-api-drop-{deployment.of_kind('ApiGateway::Stage')[0].properties['StageName']}"
    conditions = {"apigateway:DELETE": f"aws:ResourceTag/{TAG}", "apigateway:PUT": f"aws:RequestTag/{TAG}"}
    found = set()
    for role in deployment.of_kind("IAM::Role"):
        for statement in deployment.statements(role):
            for action in conditions.keys() & set(statement["Action"]):
                found.add(action)
                if statement.get("Condition", {}).get("StringEquals") != {conditions[action]: plan}:
                    yield f"{role.name}: {action} is not limited to keys of {plan}"
                if action == "apigateway:PUT":
                    keys = ("*", GENERATED)
                    tagged = {key for key in keys for one in statement["Resource"] if matches(one, TAGS + key)}
                    if tagged != {"*"}:
                        yield f"{role.name}: may tag {tagged or 'no key'}, instead of new keys"
    for action in sorted(conditions.keys() - found):
        yield f"no role has {action}"
