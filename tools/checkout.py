"""Copies of this repository in which tests can change files."""

import shutil
import subprocess
from pathlib import Path

from tools.local_stage import ROOT

INSTALLED = ("node_modules", ".venv", ".local/tools")
"""Made by local/bootstrap.sh. Linked, because they are large and nothing changes them."""

MODELS = "services/worker/docloft_worker/recognition/traineddata"
"""Made by local/bootstrap.sh, too. Part of the worker's package: if the first deploy unpacked it, the next one would
find that the worker has changed.
"""


def copy_to(folder: Path) -> Path:
    """Copies the files that git knows, with uncommitted changes, and what is installed. Returns the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name, follow_symlinks=False)
    (folder / ".local").mkdir(exist_ok=True)
    for name in INSTALLED:
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    if (ROOT / MODELS).exists():
        shutil.copytree(ROOT / MODELS, folder / MODELS, dirs_exist_ok=True)
    return folder
