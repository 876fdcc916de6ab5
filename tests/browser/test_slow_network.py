"""How long the first usable list takes on a slow mobile network, in round trips. The simulated network is SLOWER times
as slow as that, so that the time of a busy processor matters little.
"""

import math
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import expect

from tests.browser.furnished_library import FurnishedLibrary
from tests.browser.site_over_http import Published, open_signed_in, served

SLOWER = 4
ROUND_TRIP_MS = 150 * SLOWER
"""With DOWN and UP, the "slow 4G" of Lighthouse."""
DOWN, UP = 1_600_000 / 8 / SLOWER, 750_000 / 8 / SLOWER
COLD_MS, WARM_MS = 3000 * SLOWER, 1500 * SLOWER
"""20 and 10 round trips."""
FIRST_ROW = """addEventListener("DOMContentLoaded", () => {
  const seen = new MutationObserver(() => {
    if (!document.querySelector("[data-row] a")) return;
    window.firstRow = performance.now();
    seen.disconnect();
  });
  seen.observe(document, { childList: true, subtree: true });
});"""
RULES = "**/features/rules/view.js"


@pytest.fixture
def http2_site(tmp_path) -> Iterator[Published]:
    """A site with a library over HTTP/2, as by CloudFront: over HTTP/1.1, browsers send only six requests at once."""
    with served(Published()) as site, http2_front(site.url, tmp_path) as url:
        site.url = url
        site.show(FurnishedLibrary())
        yield site


@contextmanager
def http2_front(origin: str, folder: Path) -> Iterator[str]:
    certificate, key = create_certificate(folder)
    command = ["node", str(Path(__file__).with_name("http2_front.mjs")), origin, str(certificate), str(key)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"https://localhost:{process.stdout.readline().strip()}"
        process.terminate()


def create_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that only this test accepts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "front.crt", folder / "front.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))
    return paths


def test_first_list_takes_few_round_trips_with_an_empty_cache_and_fewer_with_a_full_one(open_page, http2_site, capsys):
    page = open_page(ignore_https_errors=True)
    open_signed_in(page, http2_site, "/config.json")
    page.add_init_script(FIRST_ROW)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    conditions = {"offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": DOWN, "uploadThroughput": UP}
    network.send("Network.emulateNetworkConditions", conditions)

    took: dict[str, float] = {}
    for cache, most in (("empty", COLD_MS), ("full", WARM_MS)):
        # A busy machine makes a visit slower, and never faster.
        for _ in range(3):
            if cache == "empty":
                network.send("Network.clearBrowserCache")
            page.goto(http2_site.url)
            page.locator("[data-row] a").first.wait_for()
            took[cache] = min(page.evaluate("window.firstRow"), took.get(cache, math.inf))
            if took[cache] < most:
                break

    with capsys.disabled():
        print({cache: f"{milliseconds / ROUND_TRIP_MS:.1f} round trips" for cache, milliseconds in took.items()})
    assert took["empty"] < COLD_MS
    assert took["full"] < WARM_MS


def test_screen_that_cannot_be_loaded_says_so_and_is_loaded_at_the_next_try(open_page, http2_site):
    page = open_page(ignore_https_errors=True)
    open_signed_in(page, http2_site)
    page.locator("[data-row] a").first.wait_for()
    for missing in (RULES, "**/config.json"):
        page.route(missing, lambda route: route.abort())
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("heading", name="Trash").wait_for()

    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Rules").click()
    expect(page.get_by_role("alert")).to_contain_text("You are offline, or the server cannot be reached.")

    for missing in (RULES, "**/config.json"):
        page.unroute(missing)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()


def test_screen_of_a_version_that_is_gone_says_so_and_the_page_is_loaded_again_once(open_page, http2_site):
    page = open_page(ignore_https_errors=True)
    open_signed_in(page, http2_site)
    page.locator("[data-row] a").first.wait_for()
    page.route(RULES, lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Account").click()
    with page.expect_event("load"):
        page.get_by_role("link", name="Rules").click()
        expect(page.get_by_role("heading", name="A new version of Docloft is available")).to_be_visible()

    # It is still missing.
    expect(page.get_by_role("heading", name="A new version of Docloft is available")).to_be_visible()
    loaded_at = page.evaluate("performance.timeOrigin")
    page.wait_for_timeout(3_000)
    assert page.evaluate("performance.timeOrigin") == loaded_at
    page.unroute(RULES)
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
