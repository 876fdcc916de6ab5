"""Where the local stage lives and listens. The only reader of the environment in this package."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.errors import CannotError

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".local" / "tools"
STAGE = "local"
REGION = "eu-central-1"
DEFAULT_PORT = 4566
DEFAULT_SITE_PORT = 8080

# What programs need to run at all, and what a network with its own package index or proxy needs.
_PASSED_ON = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TERM", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
_PASSED_PREFIXES = ("UV_", "PIP_", "npm_config_", "PYENV_", "XDG_")


@dataclass(frozen=True, slots=True)
class Settings:
    """One local stage. Several may stand side by side, each with its own ports and its own folder."""

    port: int
    site_port: int
    home: Path
    auth: str = "cognito"
    """Who may ask (serverless.common.yml): `cognito` or `api_key`."""

    @property
    def endpoint_url(self) -> str:
        """The address by its number: the JavaScript SDK then addresses buckets by path, and links are signed for the
        very host they are called at.
        """
        return f"http://127.0.0.1:{self.port}"

    @property
    def site_url(self) -> str:
        return f"http://localhost:{self.site_port}"

    @property
    def outputs(self) -> Path:
        return self.home / "outputs.json"


@cache
def settings() -> Settings:
    """DOCLOFT_PORT=N puts the emulator on N and the site on N+1, with `.local/N` as folder; without it they are 4566,
    8080 and `.local`. DOCLOFT_AUTH=api_key makes it a stage of one owner with a key. Raises CannotError for a port or a
    kind that is none.
    """
    auth = os.environ.get("DOCLOFT_AUTH") or "cognito"
    if auth not in {"cognito", "api_key"}:
        raise CannotError(f"DOCLOFT_AUTH must be cognito or api_key, not {auth!r}.")
    given = os.environ.get("DOCLOFT_PORT", "")
    if not given or given == str(DEFAULT_PORT):
        return Settings(DEFAULT_PORT, DEFAULT_SITE_PORT, ROOT / ".local", auth)
    if not given.isdecimal() or not 1024 <= int(given) <= 65534:
        raise CannotError(f"DOCLOFT_PORT must be a number from 1024 to 65534, not {given!r}.")
    return Settings(int(given), int(given) + 1, ROOT / ".local" / given, auth)


def environment(**more: str) -> dict[str, str]:
    """For programs started from here: no AWS account of the person at this machine, only the emulator. Any key is root
    there, which is why it listens on the loopback interface alone.
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
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }
        | more
    )


def emulator_environment() -> dict[str, str]:
    """MiniStack's own settings (its README), and nothing of this machine's AWS account."""
    here = settings()
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(here.home / "emulator"),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "TMPDIR": str(here.home / "tmp"),
        "GATEWAY_PORT": str(here.port),
        # Its default is every interface; and any key is root.
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        # Else it opens 0.0.0.0:8883.
        "IOT_MTLS_ENABLED": "0",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(here.home / "emulator" / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(here.home / "emulator" / "s3"),
        "PYTHONUNBUFFERED": "1",
        "DOCKER_HOST": "unix:///nowhere",
    }
