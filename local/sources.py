"""What each service is made from. Code that a service can run is separated from what only a deploy reads, because
new code can be live in seconds.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import grimp

from local.stacks import SERVICES
from tools.failure import OperatorError
from tools.local_stage import ROOT, settings

SHARED = "packages/shared/src"
_CONFIG_OF_ALL = ("serverless.common.yml", "packaging", "package-lock.json", "packages/shared/pyproject.toml")
_SITE = ("frontend", "package-lock.json")
_QUOTED_NAME = re.compile(rb"""["'](docloft[\w.]*)(?::[\w.]*)?["']""")
_IGNORED = frozenset({"__pycache__", ".serverless", "tests", "node_modules", "events", "bench", "README.md"})


@dataclass(frozen=True, slots=True)
class Checksums:
    """`config` covers what only a deploy reads, `code` the Python that the service can run."""

    config: str
    code: str


def checksums(service: str) -> Checksums:
    config = [*_CONFIG_OF_ALL, *_config_paths(service)]
    return Checksums(_checksum(_contents(_files(config)), str(settings())), _checksum(_runnable(service)))


def site_checksum(addresses: str) -> str:
    """The checksum of the site's files and of the addresses that are written into them."""
    return _checksum(_contents(_files(_SITE)), addresses)


def package_files(service: str) -> dict[str, bytes]:
    """Every file of our own in the service's package, by its path in the zip."""
    own = f"{SERVICES[service]}/{_package(service)}"
    found = {path.removeprefix(f"{SERVICES[service]}/"): content for path, content in _contents(_files([own]))}
    return found | {path.removeprefix(f"{SHARED}/"): content for path, content in _contents(_files([SHARED]))}


def package_folders(service: str) -> tuple[str, str]:
    """Folders of the service's package with our own code; everything else in it is libraries."""
    return f"{_package(service)}/", "docloft/"


def signature() -> int:
    """Changes whenever a file is changed, added or removed. Reads no file, so it is cheap to poll."""
    roots = [*SERVICES.values(), *_CONFIG_OF_ALL, SHARED]
    return hash(tuple((path, _modified(path)) for path in _files(roots)))


def _modified(path: str) -> tuple[int, int] | None:
    """When the file was modified, and its size; None when it does not exist (see `_contents`)."""
    try:
        stat = (ROOT / path).stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size


def imported_modules(service: str) -> set[str]:
    """Modules of the shared package that the service imports, directly or not. A module that code names in a string
    (`"docloft.sandbox_child"`, `"docloft_worker.readers.pdf_reader:read"`) counts as imported, and so do all modules of
    a package that imports by computed names.
    """
    try:
        graph = _graph()
    except grimp.exceptions.SourceSyntaxError as error:
        raise OperatorError(f"{error.filename}:{error.lineno}: syntax error. This is not deployed.") from error
    except FileNotFoundError as error:
        raise OperatorError("A file was removed while it was read. The next change is deployed again.") from error
    package = _package(service)
    known = {module for module in graph.modules if module.split(".")[0] in {package, "docloft"}}
    found: set[str] = set()
    waiting = {module for module in known if module.split(".")[0] == package}
    while waiting:
        module = waiting.pop()
        found.add(module)
        named = graph.find_modules_directly_imported_by(module) | _modules_named_in(module, known)
        # Importing a module runs the __init__ of every package around it.
        around = {name.rsplit(".", depth)[0] for name in [*named, module] for depth in range(1, name.count(".") + 1)}
        waiting |= (named | around) & known - found
    return {module for module in found if module.split(".")[0] == "docloft"}


def _runnable(service: str) -> Iterator[tuple[str, bytes]]:
    if service == "frontend":
        return
    modules = imported_modules(service)
    for path, content in package_files(service).items():
        if path.startswith("docloft/") and path.endswith(".py") and _module_of(path) not in modules:
            continue
        yield path, content


def require_syntax(service: str) -> None:
    """Raises OperatorError when a module that the service can run has a syntax error."""
    for path, content in _runnable(service):
        if path.endswith(".py"):
            _require_syntax(path, content)


@cache
def _require_syntax(path: str, content: bytes) -> None:
    try:
        compile(content, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise OperatorError(f"{path}:{line}: {getattr(error, 'msg', error)}. This is not deployed.") from error


def _graph() -> grimp.ImportGraph:
    return _graph_of(signature())


@lru_cache(1)
def _graph_of(_signature: int) -> grimp.ImportGraph:
    """The imports of all modules. The signature of the files is the key: all services need the same graph."""
    for folder in (SHARED, *SERVICES.values()):
        if str(ROOT / folder) not in sys.path:
            sys.path.append(str(ROOT / folder))
    packages = ["docloft", *(package for service in SERVICES if (package := _package(service)))]
    return grimp.build_graph(packages[0], *packages[1:], cache_dir=None)


@cache
def _constants(source: bytes) -> frozenset[str]:
    """Strings in a module that look like the dotted name of a module, or of a function after a colon. Those in comments
    count, too: parsing every module would take a second at each start.
    """
    return frozenset(found.decode() for found in _QUOTED_NAME.findall(source))


def _modules_named_in(module: str, known: set[str]) -> set[str]:
    package = module.split(".", maxsplit=1)[0]
    folder = SHARED if package == "docloft" else SERVICES[package.removeprefix("docloft_")]
    path = ROOT / folder / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    source = b"".join(content for _, content in _contents([file.relative_to(ROOT).as_posix()]))
    named = set(_constants(source))
    if path.is_dir() and b"import_module" in source:
        # A registry imports its modules by names that it composes.
        named |= {name for name in known if name.startswith(f"{module}.")}
    return named


def _module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _package(service: str) -> str:
    """Name of the service's Python package; empty for the frontend."""
    return "" if service == "frontend" else f"docloft_{service}"


def _config_paths(service: str) -> list[str]:
    folder = SERVICES[service]
    if service != "frontend":
        return [path for path in _files([folder]) if not path.startswith(f"{folder}/{_package(service)}/")]
    # The site's own files are published without a deploy of its stack.
    parts = ("serverless.yml", "package.json")
    return [
        path
        for path in _files([folder])
        if path.endswith(".cjs") or path.startswith(f"{folder}/resources/") or path.removeprefix(f"{folder}/") in parts
    ]


def _files(sources: Iterable[str]) -> list[str]:
    """Sorted paths, relative to the repository, of all files in these files and folders."""
    tops = [ROOT / source for source in sources]
    found = (file for top in tops for file in ([top] if top.is_file() else _walk(top)))
    return sorted(file.relative_to(ROOT).as_posix() for file in found)


def _walk(top: Path) -> Iterator[Path]:
    # Path.walk is not in Python 3.11.
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in _IGNORED]
        yield from (Path(folder, name) for name in names if name not in _IGNORED)


def _contents(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Files with their contents. Leaves out those that do not exist: git and editors remove files between the listing
    and the reading, and Emacs marks an edited file with a symbolic link that leads nowhere.
    """
    for path in paths:
        with suppress(FileNotFoundError):
            yield path, _read(path)


def _read(path: str) -> bytes:
    return (ROOT / path).read_bytes()


def _checksum(files: Iterable[tuple[str, bytes]], extra: str = "") -> str:
    digest = hashlib.sha256(extra.encode())
    for path, content in files:
        digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()
