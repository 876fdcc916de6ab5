"""Rules for serving the site: caching, its domain, and its paths."""

import re
from collections.abc import Iterator
from typing import Any

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import WITH_CDN, rule

YEAR = 365 * 24 * 3600


@rule(stages=WITH_CDN)
def cloudfront_caches_as_the_headers_say(deployment: Deployment) -> Iterator[str]:
    """CloudFront caches files as long as their headers say (frontend/deploy/site.cjs), and compresses them."""
    for distribution, behaviour in behaviours(deployment):
        policy = deployment.named(behaviour.get("CachePolicyId"))
        if policy is None:
            yield f"{distribution}: not the cache policy of the site"
            continue
        config = policy.properties["CachePolicyConfig"]
        if (config["MinTTL"], config["DefaultTTL"]) != (0, 0):
            yield f"{policy.name}: caches pages with `no-cache`"
        if config["MaxTTL"] < YEAR:
            yield f"{policy.name}: requests immutable files again"
        key = config["ParametersInCacheKeyAndForwardedToOrigin"]
        if not (key["EnableAcceptEncodingGzip"] and key["EnableAcceptEncodingBrotli"] and behaviour.get("Compress")):
            yield f"{distribution}: sends uncompressed files"
        forwarded = {name: next(iter(how.values())) for name, how in key.items() if name.endswith("Config")}
        if set(forwarded.values()) != {"none"}:
            yield f"{policy.name}: one file is cached several times: {forwarded}"


@rule()
def every_path_of_the_site_serves_the_page(deployment: Deployment) -> Iterator[str]:
    """All paths of the application serve its one page, which routes in the browser."""
    bucket = deployment.resources["frontend/SiteBucket"]
    if bucket.properties.get("WebsiteConfiguration") != {"IndexDocument": "index.html", "ErrorDocument": "index.html"}:
        yield f"{bucket.name}: the website endpoint does not serve the page"
    for distribution in deployment.any_of_kind("CloudFront::Distribution"):
        if distribution.properties["DistributionConfig"].get("DefaultRootObject") != "index.html":
            yield f"{distribution.name}: does not serve the page"
    if not deployment.any_of_kind("CloudFront::Distribution"):
        return
    for distribution_name, behaviour in behaviours(deployment):
        associated = [one for one in behaviour.get("FunctionAssociations", []) if one["EventType"] == "viewer-request"]
        functions = [deployment.named(one["FunctionARN"]) for one in associated]
        if not any(function and "/index.html" in function.properties["FunctionCode"] for function in functions):
            yield f"{distribution_name}: paths of the application are looked up in the bucket"


@rule(stages=("domain",))
def custom_domain_has_a_certificate(deployment: Deployment) -> Iterator[str]:
    site = deployment.outputs["frontend/SiteOrigin"]
    for distribution in deployment.of_kind("CloudFront::Distribution"):
        config = distribution.properties["DistributionConfig"]
        if [f"https://{alias}" for alias in config.get("Aliases", [])] != [site]:
            yield f"{distribution.name}: does not serve {site}"
        certificate = config.get("ViewerCertificate", {})
        # CloudFront only uses certificates in us-east-1.
        if not re.match(r"arn:aws:acm:us-east-1:\d{12}:certificate/", str(certificate.get("AcmCertificateArn"))):
            yield f"{distribution.name}: no certificate in us-east-1"
        if certificate.get("SslSupportMethod") != "sni-only":
            yield f"{distribution.name}: a dedicated IP address for TLS is billed by the month"
        if not re.match(r"TLSv1\.[23]_20", str(certificate.get("MinimumProtocolVersion"))):
            yield f"{distribution.name}: allows TLS older than 1.2"


@rule(stages=("prod", "local", "single_owner"))
def no_domain_is_served_by_default(deployment: Deployment) -> Iterator[str]:
    for distribution in deployment.of_kind("CloudFront::Distribution"):
        for name in {"Aliases", "ViewerCertificate"} & distribution.properties["DistributionConfig"].keys():
            yield f"{distribution.name}: {name} without a domain"


def behaviours(deployment: Deployment) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every cache behaviour with the name of its distribution. Raises LookupError if there is no distribution."""
    for distribution in deployment.of_kind("CloudFront::Distribution"):
        config = distribution.properties["DistributionConfig"]
        for behaviour in (config["DefaultCacheBehavior"], *config.get("CacheBehaviors", [])):
            yield distribution.name, behaviour
