"""Opens the engine's index on a local copy.

An index costs a thread for as long as it is open: the engine watches the index's folder, and that cannot be switched
off (tantivy-py makes a reader that reloads by itself before `config_reader` can be called). A caller that keeps indexes
open must limit their number.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from docloft import faults
from docloft.errors import ShortageError
from docloft.search.engine.schema import VERSION, schema
from docloft.search.index.manifest import DamagedIndexError
from docloft.search.index.store import Copy


def open_index(copy: Copy) -> tantivy.Index:
    """Opens the copy's index; one that cannot be opened, or does not have as many documents as its manifest says, is
    fetched again, once. Raises DamagedIndexError and ShortageError.
    """
    try:
        return _opened(copy)
    except (ValueError, OSError):
        copy.pull_again()
    try:
        return _opened(copy)
    except (ValueError, OSError) as error:
        raise DamagedIndexError from error


def _opened(copy: Copy) -> tantivy.Index:
    index = open_or_create(copy)
    if copy.manifest is not None and index.searcher().num_docs != copy.documents:
        raise ValueError("The index does not have as many documents as its manifest says.")
    return index


def open_or_create(copy: Copy) -> tantivy.Index:
    """Opens the index in the copy's folder, or creates an empty one there, unless it is of an older version. Raises
    ValueError and ShortageError.
    """
    return open_folder(copy.path, copy.location.version)


def open_folder(path: Path, version: int = VERSION) -> tantivy.Index:
    """Like `open_or_create`, for an index of this version in a folder."""
    with engine_errors():
        if version == VERSION:
            index = tantivy.Index(schema(), path=str(path), reuse=True)
        else:
            index = tantivy.Index.open(str(path))
        index.config_reader("manual", 0)
        index.reload()
        return index


@contextmanager
def engine_errors() -> Iterator[None]:
    """Raises ShortageError for an engine error that was caused by a lack of threads, memory or files, and ValueError
    for any other panic of the engine: panics are not Exceptions, and their class cannot be imported.
    """
    try:
        yield
    except BaseException as error:
        if faults.is_shortage(error):
            raise ShortageError from error
        if type(error).__name__ == "PanicException":
            raise ValueError("The search engine panicked.") from error
        raise
