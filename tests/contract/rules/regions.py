"""Rules for regions other than ours, which no deploy here tries."""

import re
from collections.abc import Iterator
from typing import Any

from tests.contract.copies import ALARM_TOPIC, ALTERNATIVES, OWN_DOMAIN
from tests.contract.rules.deployment import REGION, Deployment
from tests.contract.rules.registry import rule

OTHER = "cn-north-1"
"""A region of another partition, which has other ARNs and addresses."""
SERVICE = re.compile(r"[a-z0-9-]+\.amazonaws\.com")
"""A service as the principal of a policy. It has this name in every partition.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""


GIVEN = (
    OWN_DOMAIN["site_certificate"],
    ALARM_TOPIC,
    OWN_DOMAIN["opensearch_endpoint"],
    ALTERNATIVES["opensearch_endpoint"],
)
"""ARNs and addresses that the owner of a stage sets as parameters."""


@rule("regions")
def templates_fit_every_region(deployment: Deployment) -> Iterator[str]:
    elsewhere = deployment.elsewhere(OTHER)
    values = {
        **{resource.name: resource.properties for resource in elsewhere.resources.values()},
        **elsewhere.outputs,
    }
    for name, value in values.items():
        for problem in sorted({misfit(text) for text in texts(value) if text not in GIVEN} - {""}):
            yield f"{name}: {problem}"


def misfit(text: str) -> str:
    """Why a text does not fit OTHER: it belongs to another region or partition. Empty if it fits."""
    if REGION in text:
        return f"names {REGION}"
    if "arn:aws:" in text:
        return "has an ARN of the partition aws"
    if re.search(r"\.amazonaws\.com(?!\.cn)", text) and not SERVICE.fullmatch(text):
        return "has an address of the partition aws"
    return ""


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value)
    else:
        yield str(part)
