"""Runs on the emulated processor, in the folder of an unzipped package: `loading.py <function> [arguments as JSON]`
calls one of the functions below and prints what it returns, as JSON.
"""

import ctypes
import importlib
import importlib.machinery
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, ".")
SUFFIXES = tuple(importlib.machinery.EXTENSION_SUFFIXES)
_LOADED = {"_imagingtk", "libpdfium"}


def load() -> int:
    """Extension modules are imported by name, other libraries are loaded. Raises ImportError or OSError."""
    files = sorted(path for path in Path().rglob("*") if ".so" in path.suffixes and path.is_file())
    for path in files:
        suffix = next((suffix for suffix in SUFFIXES if path.name.endswith(suffix)), None)
        module = ".".join(path.with_name(path.name.removesuffix(suffix or "")).parts)
        # Libraries of a wheel are in folders such as pillow.libs, under names that are not modules. _imagingtk needs
        # Tk, which neither Lambda nor this Python has.
        if suffix and all(part.isidentifier() for part in module.split(".")) and path.stem.split(".")[0] not in _LOADED:
            importlib.import_module(module)
        else:
            ctypes.CDLL(str(path.resolve()))
    return len(files)


def has(target: str) -> bool:
    """Whether there is a function "module:name"."""
    module, _, name = target.partition(":")
    return callable(getattr(importlib.import_module(module), name))


def call(target: str, arguments: dict[str, Any]) -> Any:
    """Calls a function "module:name"."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)(**arguments)


def find(text: str, query: str) -> int:
    """How many hits a search index of this one text has."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(15_000_000, 1)
    writer.add_document(tantivy.Document(text=[text]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return int(index.searcher().search(index.parse_query(query, ["text"])).count or 0)  # type: ignore[attr-defined]


if __name__ == "__main__":
    functions = {one.__name__: one for one in (load, has, call, find)}
    print(json.dumps(functions[sys.argv[1]](*(json.loads(argument) for argument in sys.argv[2:]))))
