"""Opens the engine's index on a local copy."""

import tantivy

from docloft.search.engine.schema import VERSION, schema
from docloft.search.index.manifest import DamagedIndexError
from docloft.search.index.store import Copy


def open_index(copy: Copy) -> tantivy.Index:
    """Opens the copy's index; one that cannot be opened, or does not have as many documents as its manifest says, is
    fetched again, once. Raises DamagedIndexError.
    """
    try:
        return _opened(copy)
    except (ValueError, OSError):
        copy.clear()
        copy.pull()
    try:
        return _opened(copy)
    except (ValueError, OSError) as error:
        raise DamagedIndexError from error


def _opened(copy: Copy) -> tantivy.Index:
    index = open_or_create(copy)
    if copy.manifest is not None and index.searcher().num_docs != copy.manifest.documents:
        raise ValueError("The index does not have as many documents as its manifest says.")
    return index


def open_or_create(copy: Copy) -> tantivy.Index:
    """Opens the index in the copy's folder, or creates an empty one there, unless it is of an older version. Raises
    ValueError.
    """
    if copy.shard.version == VERSION:
        index = tantivy.Index(schema(), path=str(copy.path), reuse=True)
    else:
        index = tantivy.Index.open(str(copy.path))
    index.config_reader("manual", 0)
    index.reload()
    return index
