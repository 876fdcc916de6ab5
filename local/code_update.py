"""Updates the code of a service's functions without packaging: its libraries are taken from the last package that the
CLI deployed, our own files from this folder. The result has the same files as a package made by a deploy
(tests/local/test_edits.py).
"""

import io
import zipfile
from pathlib import Path

from local import sources, stacks
from local.stacks import Stack
from tools.local_stage import settings

# As the Serverless CLI writes its files, so that equal files make equal packages.
_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def update(service: str, stack: Stack) -> dict[str, str]:
    """Gives every function of the service the code in this folder; returns their new CodeSha256. A call that is running
    on the old code may fail.
    """
    package = build(service, stack)
    return deploy(stack, package)


def deploy(stack: Stack, package: bytes) -> dict[str, str]:
    """Gives every function of the stack this package; returns their new CodeSha256."""
    functions = stacks.client("lambda")
    return {
        name: str(functions.update_function_code(FunctionName=name, ZipFile=package)["CodeSha256"])
        for name in stack.functions
    }


def build(service: str, stack: Stack) -> bytes:
    """The service's package. The same files always make the same bytes, for one deploy of the stack."""
    package = io.BytesIO(_libraries(service, stack).read_bytes())
    with zipfile.ZipFile(package, "a", zipfile.ZIP_DEFLATED) as written:
        _leave_out(written, sources.package_folders(service))
        for path, content in sorted(sources.package_files(service).items()):
            entry = zipfile.ZipInfo(path, _TIME)
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Speed matters more than size here.
            written.writestr(entry, content, compresslevel=1)
    return package.getvalue()


def keep_libraries(service: str, stack: Stack, package: bytes) -> None:
    """Keeps a package that the CLI just deployed, for the libraries in it, until the next deploy of the stack."""
    kept = _libraries(service, stack)
    kept.parent.mkdir(exist_ok=True)
    for outdated in kept.parent.glob(f"{service}-*"):
        outdated.unlink()
    unfinished = kept.with_suffix(".unfinished")
    unfinished.write_bytes(package)
    unfinished.rename(kept)


def is_possible(service: str, stack: Stack) -> bool:
    """Whether the libraries of the stack's last deploy were kept."""
    return _libraries(service, stack).exists()


def _libraries(service: str, stack: Stack) -> Path:
    deploy = "".join(filter(str.isdigit, stack.updated))
    return settings().home / "packages" / f"{service}-{deploy}.zip"


def _leave_out(written: zipfile.ZipFile, folders: tuple[str, ...]) -> None:
    """Removes files from the directory at the end of the zip. Their bytes stay: compressing the others again takes
    seconds.
    """
    written.filelist = [entry for entry in written.filelist if not entry.filename.startswith(folders)]
    written.NameToInfo = {entry.filename: entry for entry in written.filelist}


def package_of_last_deploy(folder: Path, service: str) -> bytes | None:
    """What the Serverless CLI packaged last; None when it packages no code for this service."""
    package = folder / ".serverless" / f"docloft-{service}.zip"
    return package.read_bytes() if package.exists() else None
