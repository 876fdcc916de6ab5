"""Ports, folder and environment of the local stage."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.failure import OperatorError

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".local" / "tools"
KEPT_PACKAGES = TOOLS / "kept-packages"
"""The services' packages that were built on this machine (packaging/kept_packages.cjs)."""
STAGE = "local"
REGION = "eu-central-1"
DEFAULT_PORT = 4566
DEFAULT_SITE_PORT = 8080

# Environment variables that any program needs, and those of a private package index or proxy.
_PASSED_ON = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TERM", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
_PASSED_PREFIXES = ("UV_", "PIP_", "npm_config_", "PYENV_", "XDG_")


@dataclass(frozen=True, slots=True)
class Settings:
    """One local stage. Several can run in parallel, each with its own ports and folder."""

    port: int
    site_port: int
    home: Path
    auth: str = "cognito"
    """How callers sign in (serverless.common.yml): `cognito` or `api_key`."""
    has_samples: bool = True
    """Whether a new stage gets sample documents."""

    @property
    def endpoint_url(self) -> str:
        """An IP address, so that the JavaScript SDK addresses buckets by path and presigned links match their host."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def site_url(self) -> str:
        return f"http://localhost:{self.site_port}"

    @property
    def outputs(self) -> Path:
        return self.home / "outputs.json"


@cache
def settings() -> Settings:
    """DOCLOFT_PORT=N puts the emulator on N, the site on N+1 and its files in `.local/N`; the default is 4566, 8080 and
    `.local`. DOCLOFT_AUTH=api_key makes it a stage for one owner with a key. DOCLOFT_SAMPLES=0 leaves out the sample
    documents. Raises OperatorError for an invalid port or kind.
    """
    has_samples = os.environ.get("DOCLOFT_SAMPLES") != "0"
    auth = os.environ.get("DOCLOFT_AUTH") or "cognito"
    if auth not in {"cognito", "api_key"}:
        raise OperatorError(f"DOCLOFT_AUTH must be cognito or api_key, not {auth!r}.")
    given = os.environ.get("DOCLOFT_PORT", "")
    if not given or given == str(DEFAULT_PORT):
        return Settings(DEFAULT_PORT, DEFAULT_SITE_PORT, ROOT / ".local", auth, has_samples)
    if not given.isdecimal() or not 1024 <= int(given) <= 65534:
        raise OperatorError(f"DOCLOFT_PORT must be a number from 1024 to 65534, not {given!r}.")
    return Settings(int(given), int(given) + 1, ROOT / ".local" / given, auth, has_samples)


def environment(**more: str) -> dict[str, str]:
    """The environment for programs started by this repository: the emulator, without this machine's AWS account.
    The emulator accepts any key as root, so it listens on the loopback interface only.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or name.lower().endswith("_proxy") or name.startswith(_PASSED_PREFIXES)
    }
    here = settings()
    kept["PATH"] = f"{TOOLS / 'bin'}:{kept.get('PATH', '/usr/bin:/bin')}"
    return (
        kept
        | {
            "AWS_ENDPOINT_URL": here.endpoint_url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
            "SLS_TELEMETRY_DISABLED": "1",
            "SLS_NOTIFICATIONS_MODE": "off",
            "DOCLOFT_PORT": str(here.port),
            "DOCLOFT_SITE_PORT": str(here.site_port),
            "DOCLOFT_AUTH": here.auth,
            "DOCLOFT_KEPT_PACKAGES": str(KEPT_PACKAGES),
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }
        | more
    )
