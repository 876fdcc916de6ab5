"""How the site is served: what is kept for how long, at which address, and that each of its addresses is answered."""

import re
from collections.abc import Iterator
from typing import Any

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import WITH_CDN, rule

YEAR = 365 * 24 * 3600


@rule(stages=WITH_CDN)
def cloudfront_caches_as_the_headers_say(deployment: Deployment) -> Iterator[str]:
    """CloudFront caches files exactly as long as they say (frontend/deploy/site.cjs), and compresses them."""
    for distribution, behaviour in behaviours(deployment):
        policy = deployment.named(behaviour.get("CachePolicyId"))
        if policy is None:
            yield f"{distribution}: another cache policy than the site's"
            continue
        config = policy.properties["CachePolicyConfig"]
        if (config["MinTTL"], config["DefaultTTL"]) != (0, 0):
            yield f"{policy.name}: keeps a page that says it must be asked for"
        if config["MaxTTL"] < YEAR:
            yield f"{policy.name}: asks again for what never changes"
        key = config["ParametersInCacheKeyAndForwardedToOrigin"]
        if not (key["EnableAcceptEncodingGzip"] and key["EnableAcceptEncodingBrotli"] and behaviour.get("Compress")):
            yield f"{distribution}: sends what is not compressed"
        forwarded = {name: next(iter(how.values())) for name, how in key.items() if name.endswith("Config")}
        if set(forwarded.values()) != {"none"}:
            yield f"{policy.name}: one file is kept many times: {forwarded}"


@rule()
def every_path_of_the_site_serves_the_page(deployment: Deployment) -> Iterator[str]:
    """By its one page, which knows what stands there."""
    bucket = deployment.resources["frontend/SiteBucket"]
    if bucket.properties.get("WebsiteConfiguration") != {"IndexDocument": "index.html", "ErrorDocument": "index.html"}:
        yield f"{bucket.name}: the website endpoint does not know the page"
    for distribution in deployment.any_of_kind("CloudFront::Distribution"):
        if distribution.properties["DistributionConfig"].get("DefaultRootObject") != "index.html":
            yield f"{distribution.name}: does not know the page"
    if not deployment.any_of_kind("CloudFront::Distribution"):
        return
    for distribution_name, behaviour in behaviours(deployment):
        asked = [one for one in behaviour.get("FunctionAssociations", []) if one["EventType"] == "viewer-request"]
        functions = [deployment.named(one["FunctionARN"]) for one in asked]
        if not any(function and "/index.html" in function.properties["FunctionCode"] for function in functions):
            yield f"{distribution_name}: an address of the application is no object of the bucket"


@rule(stages=("domain",))
def custom_domain_has_a_certificate(deployment: Deployment) -> Iterator[str]:
    site = deployment.outputs["frontend/SiteOrigin"]
    for distribution in deployment.of_kind("CloudFront::Distribution"):
        config = distribution.properties["DistributionConfig"]
        if [f"https://{alias}" for alias in config.get("Aliases", [])] != [site]:
            yield f"{distribution.name}: does not answer at {site}"
        certificate = config.get("ViewerCertificate", {})
        # CloudFront looks for certificates in us-east-1 alone.
        if not re.match(r"arn:aws:acm:us-east-1:\d{12}:certificate/", str(certificate.get("AcmCertificateArn"))):
            yield f"{distribution.name}: no certificate that CloudFront finds"
        if certificate.get("SslSupportMethod") != "sni-only":
            yield f"{distribution.name}: an address of its own for TLS is billed by the month"
        if not re.match(r"TLSv1\.[23]_20", str(certificate.get("MinimumProtocolVersion"))):
            yield f"{distribution.name}: speaks TLS older than 1.2"


@rule(stages=("prod", "local", "single_owner"))
def no_domain_is_served_by_default(deployment: Deployment) -> Iterator[str]:
    for distribution in deployment.of_kind("CloudFront::Distribution"):
        for name in {"Aliases", "ViewerCertificate"} & distribution.properties["DistributionConfig"].keys():
            yield f"{distribution.name}: {name} without a domain"


def behaviours(deployment: Deployment) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each with the name of its distribution. Raises LookupError if there is none."""
    for distribution in deployment.of_kind("CloudFront::Distribution"):
        config = distribution.properties["DistributionConfig"]
        for behaviour in (config["DefaultCacheBehavior"], *config.get("CacheBehaviors", [])):
            yield distribution.name, behaviour
