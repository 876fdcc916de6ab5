"""Rules for access: authorization, CORS, throttling and security headers."""

import json
import re
from collections.abc import Iterator

from docloft_api.features import all_operations
from docloft_api.http import problems
from docloft_api.http.problem_schemas import ProblemSchema
from tests.contract.rules.deployment import Deployment, Resource
from tests.contract.rules.registry import ON_THIS_MACHINE, WITH_CDN, rule
from tests.contract.templates import serverless

PUBLIC = {(operation.method, operation.path) for operation in all_operations() if operation.is_public}
"""Routes that need no sign-in, limited to ten requests a second. services/api/tests/test_openapi.py lists them."""
PUBLIC_RATE = 10
ALLOW_ORIGIN = "Access-Control-Allow-Origin"
REFUSALS = {"DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "EXPIRED_TOKEN", "ACCESS_DENIED", "THROTTLED"}
REQUIRED_MEMBERS = {name for name, field in ProblemSchema().fields.items() if field.required}
ORIGIN = r"https://ref:frontend/Distribution\.DomainName|ref:frontend/SiteBucket\.WebsiteURL|https?://[^/*]+"
YEAR = 365 * 24 * 3600


@rule("authorizers")
def every_method_is_authorized(deployment: Deployment) -> Iterator[str]:
    open_to_all = set()
    for method, path in methods(deployment):
        verb = method.properties["HttpMethod"]
        if verb == "OPTIONS":
            if method.properties["Integration"]["Type"] != "MOCK":
                yield f"{path}: the preflight reaches a function"
            continue
        authorizer = deployment.named(method.properties.get("AuthorizerId"))
        pools = [deployment.named(arn) for arn in (authorizer.properties.get("ProviderARNs", []) if authorizer else [])]
        by_person = method.properties.get("AuthorizationType") == "COGNITO_USER_POOLS" and pools and all(pools)
        by_machine = method.properties.get("ApiKeyRequired") is True
        if not by_person and not by_machine:
            open_to_all.add((verb, path))
    for verb, path in sorted(open_to_all - PUBLIC):
        yield f"{verb} {path}: needs no authorization"


@rule("cors")
def only_the_site_may_read_responses(deployment: Deployment) -> Iterator[str]:
    site = deployment.outputs["frontend/SiteOrigin"]
    if not re.fullmatch(
        r"https://ref:frontend/Distribution\.DomainName|ref:frontend/SiteBucket\.WebsiteURL|https?://[^/*]+", site
    ):
        yield f"frontend/SiteOrigin: {site} is not an origin"
    preflights = {path for method, path in methods(deployment) if method.properties["HttpMethod"] == "OPTIONS"}
    for path in sorted({path for _, path in methods(deployment)} - preflights):
        yield f"{path}: no preflight"
    for where, origin in allowed_origins(deployment):
        if origin.strip("'") != site:
            yield f"{where}: allows {origin} instead of the site's origin"


def allowed_origins(deployment: Deployment) -> Iterator[tuple[str, str]]:
    """Every place that sets an allowed origin, and the origin."""
    for method, path in methods(deployment):
        if method.properties["HttpMethod"] == "OPTIONS":
            for response in method.properties["Integration"]["IntegrationResponses"]:
                yield (
                    f"OPTIONS {path}",
                    str(response["ResponseParameters"].get(f"method.response.header.{ALLOW_ORIGIN}")),
                )
    for response in deployment.of_kind("ApiGateway::GatewayResponse"):
        headers = response.properties["ResponseParameters"]
        yield response.name, str(headers.get(f"gatewayresponse.header.{ALLOW_ORIGIN}"))
    for bucket in deployment.of_kind("S3::Bucket"):
        for cors in bucket.properties.get("CorsConfiguration", {}).get("CorsRules", []):
            yield bucket.name, ", ".join(cors["AllowedOrigins"])
    for function in deployment.functions():
        variables = function.properties.get("Environment", {}).get("Variables", {})
        if "SITE_ORIGIN" in variables:
            yield function.name, variables["SITE_ORIGIN"]


@rule("cors")
def errors_of_the_gateway_are_problems(deployment: Deployment) -> Iterator[str]:
    responses = deployment.of_kind("ApiGateway::GatewayResponse")
    for kind in sorted(REFUSALS - {response.properties["ResponseType"] for response in responses}):
        yield f"{kind}: the default response of the gateway, without our headers"
    for response in responses:
        headers = response.properties["ResponseParameters"]
        if headers.get("gatewayresponse.header.Content-Type") != "'application/problem+json'":
            yield f"{response.name}: not a problem document (RFC 9457)"
        yield from (f"{response.name}: {fault}" for fault in faults_of_problem(response))
        if response.properties["ResponseType"] == "THROTTLED" and "gatewayresponse.header.Retry-After" not in headers:
            yield f"{response.name}: no Retry-After"


def faults_of_problem(response: Resource) -> Iterator[str]:
    """How the body of one of the gateway's error responses differs from our own problems."""
    body = json.loads(response.properties["ResponseTemplates"]["application/json"])
    for name in sorted(REQUIRED_MEMBERS - body.keys()):
        yield f"its problem has no {name}"
    known = problems.PROBLEMS.get(body["type"].removeprefix("urn:docloft:problem:"))
    status = str(body.get("status"))
    if known is None or status != str(known.status) or status != response.properties.get("StatusCode"):
        yield f"{body['type']} is returned with status {response.properties.get('StatusCode')}"


@rule("site-headers", stages=WITH_CDN)
def site_sends_its_headers(deployment: Deployment) -> Iterator[str]:
    policies = {policy.name for policy in deployment.of_kind("CloudFront::ResponseHeadersPolicy")}
    for distribution in deployment.of_kind("CloudFront::Distribution"):
        config = distribution.properties["DistributionConfig"]
        for behaviour in [config["DefaultCacheBehavior"], *config.get("CacheBehaviors", [])]:
            used = deployment.named(behaviour.get("ResponseHeadersPolicyId"))
            if used is None or used.name not in policies:
                yield f"{distribution.name}: responds without the headers"
            # The local stage has no HTTPS to redirect to.
            if behaviour["ViewerProtocolPolicy"] != "redirect-to-https" and deployment.stage not in ON_THIS_MACHINE:
                yield f"{distribution.name}: accepts plain HTTP"
    policy_of_the_page = deployment.outputs["frontend/ContentSecurityPolicyBase64"]
    for policy in deployment.of_kind("CloudFront::ResponseHeadersPolicy"):
        headers = policy.properties["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        sent = headers.get("ContentSecurityPolicy", {}).get("ContentSecurityPolicy", "")
        if sent != f"{policy_of_the_page}; frame-ancestors 'none'":
            yield f"{policy.name}: differs from the policy in the page, or allows frames"
        yield from (f"{policy.name}: {problem}" for problem in problems_with(sent))
        if headers.get("StrictTransportSecurity", {}).get("AccessControlMaxAgeSec", 0) < YEAR:
            yield f"{policy.name}: HSTS for less than a year"
        if "ContentTypeOptions" not in headers or headers.get("FrameOptions", {}).get("FrameOption") != "DENY":
            yield f"{policy.name}: nosniff or frame options are missing"


@rule("throttling")
def methods_are_throttled(deployment: Deployment) -> Iterator[str]:
    """The stage has the limits of the table in serverless.yml, and public routes have at most ten requests a second."""
    table = serverless("api")["custom"]["throttling"]
    limits = {}
    for stage in deployment.of_kind("ApiGateway::Stage"):
        for setting in stage.properties.get("MethodSettings", []):
            path = "/" + setting["ResourcePath"].removeprefix("/").replace("~1", "/").removeprefix("/")
            route = "default" if path == "/*" else f"{setting['HttpMethod']} {path}"
            limits[route] = {"rate": setting.get("ThrottlingRateLimit"), "burst": setting.get("ThrottlingBurstLimit")}
    for route in sorted(table.keys() | limits.keys()):
        if limits.get(route) != table.get(route):
            yield f"{route}: {limits.get(route)} in the template, {table.get(route)} in the table"
    for verb, path in sorted(PUBLIC):
        if limits.get(f"{verb} {path}", {}).get("rate", PUBLIC_RATE + 1) > PUBLIC_RATE:
            yield f"{verb} {path}: allows more than {PUBLIC_RATE} requests a second"


@rule()
def deployment_depends_on_all_it_publishes(deployment: Deployment) -> Iterator[str]:
    published = {
        resource.name
        for kind in ("Method", "Authorizer", "GatewayResponse")
        for resource in deployment.any_of_kind(f"ApiGateway::{kind}")
    }
    for made in deployment.of_kind("ApiGateway::Deployment"):
        # CloudFormation refuses both if the template also has a stage, or from the second deploy on.
        if {"StageName", "StageDescription"} & made.properties.keys():
            yield f"{made.name}: creates a second stage"
        for name in sorted(published - set(made.depends_on)):
            yield f"{made.name}: may be created before {name}, which would then be missing"
        shown = [
            deployment.named(stage.properties["DeploymentId"]) for stage in deployment.of_kind("ApiGateway::Stage")
        ]
        if shown != [made]:
            yield f"{made.name}: is not the deployment of the stage"
    stages = {stage.name for stage in deployment.of_kind("ApiGateway::Stage")}
    for plan in deployment.any_of_kind("ApiGateway::UsagePlan"):
        if not stages <= set(plan.depends_on):
            yield f"{plan.name}: may be created before its stage"


def methods(deployment: Deployment) -> list[tuple[Resource, str]]:
    """Every method of the API with its path."""

    def path_of(resource: Resource | None) -> str:
        if resource is None or resource.kind != "AWS::ApiGateway::Resource":
            return ""
        return path_of(deployment.named(resource.properties["ParentId"])) + "/" + resource.properties["PathPart"]

    found = deployment.of_kind("ApiGateway::Method")
    return [(method, path_of(deployment.named(method.properties["ResourceId"]))) for method in found]


def problems_with(policy: str) -> list[str]:
    """Problems of a Content Security Policy that is too broad."""
    directives = {name: sources for name, *sources in (part.split() for part in policy.split(";") if part.strip())}
    exact = {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["docloft", "lit-html"],
    }
    problems = [
        f"{name} is {directives.get(name)}" for name, sources in exact.items() if directives.get(name) != sources
    ]
    broad = {"https:", "http:", "'unsafe-inline'", "'unsafe-eval'"}
    # The id of the API is not known yet; the copy of the policy in the page has it (frontend/deploy/site.cjs).
    known_later = {"https://*.execute-api.eu-central-1.amazonaws.com"} if "connect-src" in directives else set()
    return problems + [
        f"{name} is too broad"
        for name, sources in directives.items()
        if broad & set(sources) or any("*" in one and one not in known_later for one in sources)
    ]
