"""Python 3.13 for arm64 from Debian 13, and QEMU to run it on this machine. Nothing is installed: apt downloads
packages to folders of its own and verifies them by Debian's keys, and they are unpacked to .local/tools/arm64 once.
"""

import platform
import shutil
import subprocess
from pathlib import Path

from tests.tiers import ROOT

FOLDER = ROOT / ".local/tools/arm64"
KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PYTHON = ("python3.13-minimal", "libpython3.13-stdlib", "libstdc++6")
"""With what they depend on. libstdc++ is in Lambda's runtime too (amazonlinux:2023)."""
EMULATOR = ("qemu-user-static",)


def python() -> list[str]:
    """The beginning of a command that runs an arm64 Python. Raises CalledProcessError when a download fails, and
    FileNotFoundError on a machine without apt or Debian's keys (package debian-archive-keyring).
    """
    if not (FOLDER / "ready").exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        if not KEYS.exists():
            raise FileNotFoundError(f"{KEYS} does not exist. Install debian-archive-keyring.")
        _unpack("arm64", PYTHON, FOLDER / "root")
        # The links that the package base-files creates: /lib is in /usr.
        (FOLDER / "root/lib").symlink_to("usr/lib")
        _unpack("amd64" if platform.machine() == "x86_64" else "arm64", EMULATOR, FOLDER / "emulator")
        (FOLDER / "ready").touch()
    root = FOLDER / "root"
    return [str(FOLDER / "emulator/usr/bin/qemu-aarch64-static"), "-L", str(root), str(root / "usr/bin/python3.13")]


def _unpack(architecture: str, packages: tuple[str, ...], target: Path) -> None:
    apt = FOLDER / f"apt-{architecture}"
    for name in ("state/lists/partial", "cache/archives/partial"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    (apt / "status").touch()
    (apt / "sources").write_text(f"deb [signed-by={KEYS}] http://deb.debian.org/debian trixie main\n", encoding="utf-8")
    (apt / "apt.conf").write_text(
        f"""
        APT::Architecture "{architecture}";
        APT::Architectures {{ "{architecture}"; }};
        APT::Sandbox::User "root";
        Acquire::Languages "none";
        Dir::State "{apt}/state";
        Dir::State::status "{apt}/status";
        Dir::Cache "{apt}/cache";
        Dir::Etc::sourcelist "{apt}/sources";
        Dir::Etc::sourceparts "-";
        Dir::Etc::parts "-";
        """,
        encoding="utf-8",
    )
    get = ["apt-get", "-qq", "-c", str(apt / "apt.conf")]
    subprocess.run([*get, "update"], check=True)
    subprocess.run([*get, "install", "--yes", "--download-only", "--no-install-recommends", *packages], check=True)
    target.mkdir()
    for file in sorted((apt / "cache/archives").glob("*.deb")):
        subprocess.run(["dpkg-deb", "--extract", str(file), str(target)], check=True)
