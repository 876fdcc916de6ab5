"""The folder with the models to recognise with: those that are shipped, and those that the operator has put into the
bucket (docs/operating.md, Languages).
"""

import time
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir

from docloft import objects, ocr_languages
from docloft.errors import NotFoundError
from docloft_worker.recognition import models

_LISTED_SECONDS = 300
_listed: list[float] = []


def path() -> Path:
    """Lists the bucket at most every five minutes. A model that replaces another one is used by functions that start
    later.
    """
    folder = Path(gettempdir()) / "docloft-models"
    if _listed and time.monotonic() - _listed[0] < _LISTED_SECONDS:
        return folder
    folder.mkdir(exist_ok=True)
    for name in map(ocr_languages.file_name, ocr_languages.in_bucket()):
        if not (folder / name).is_file():
            _fetch(name, folder / name)
    for shipped in models.FOLDER.glob("*.traineddata"):
        _link(shipped, folder / shipped.name)
    _listed[:] = [time.monotonic()]
    return folder


def _link(shipped: Path, link: Path) -> None:
    """Keeps a model from the bucket, and replaces a link that another version of this function left, whose folder may
    be gone. Another process may do the same at the same time.
    """
    if link.is_symlink() and link.readlink() != shipped:
        link.unlink(missing_ok=True)
    with suppress(FileExistsError):
        link.symlink_to(shipped)


def _fetch(name: str, target: Path) -> None:
    # A download that is interrupted must not look like a model.
    part = target.with_suffix(".part")
    with suppress(NotFoundError):
        objects.download(f"{ocr_languages.PREFIX}{name}", part)
        part.replace(target)
