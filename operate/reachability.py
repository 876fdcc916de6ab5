"""Whether people and machines reach a stage."""

from collections.abc import Iterator

import requests

from operate.findings import Finding, fine, problem
from operate.stage import Stage, outputs_of

_SECONDS = 15
_PATH = "/v1/me"
"""Requires a caller, so a request without one shows that the gateway, its stage and its problems are published."""


def api(stage: Stage) -> Iterator[Finding]:
    """The API refuses a request without a caller with 401 or 403 and a problem (RFC 9457)."""
    url = outputs_of(f"docloft-api-{stage.name}").get("ApiUrl")
    if url is None:
        yield problem("The API has no address.", stage.command("deploy", SERVICE="api"))
        return
    try:
        response = requests.get(f"{url}{_PATH}", timeout=_SECONDS)
    except requests.RequestException as error:
        yield problem(f"{url} does not respond ({type(error).__name__}).", "Check the network, then AWS's status page.")
        return
    if response.status_code not in {401, 403}:
        advice = (
            "See docs/operating.md, API errors."
            if response.status_code >= 500
            else stage.command("deploy", SERVICE="api")
        )
        yield problem(f"{url}{_PATH} returned {response.status_code} to a request without a caller, not 401.", advice)
        return
    yield fine(f"the API at {url} responds")


def site(stage: Stage) -> Iterator[Finding]:
    """The site is published, and its config.json names this stage's API."""
    outputs, api_outputs = (outputs_of(f"docloft-{name}-{stage.name}") for name in ("frontend", "api"))
    origin = outputs.get("SiteOrigin")
    if origin is None:
        yield problem("The site has no address.", stage.command("deploy", SERVICE="frontend"))
        return
    publish = stage.command("deploy", SERVICE="site")
    try:
        response = requests.get(f"{origin}/config.json", timeout=_SECONDS)
        configured = response.json().get("api_url") if response.ok else None
    except (requests.RequestException, ValueError) as error:
        what = f"{origin} does not respond ({type(error).__name__})."
        yield problem(what, f"A new CloudFront address takes up to 15 minutes. Then: {publish}")
        return
    if not response.ok:
        yield problem(f"{origin}/config.json returned {response.status_code}: the site is not published.", publish)
    elif configured != api_outputs.get("ApiUrl"):
        yield problem(f"The site at {origin} uses the API {configured}, not {api_outputs.get('ApiUrl')}.", publish)
    else:
        yield fine(f"the site at {origin} responds, and uses this API")
