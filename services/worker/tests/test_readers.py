import inspect
import time
from pkgutil import resolve_name
from typing import get_type_hints

import pytest

from docloft.formats import FORMATS
from docloft.search import api as search
from docloft.texts import Text
from docloft_worker.readers import (
    Reads,
    ReadsLocked,
    ReadsPortions,
    docx_reader,
    html_reader,
    markdown_reader,
    text_reader,
)
from packages.shared.tests.search.indexes import entry
from services.worker.tests import originals

READERS = {one.name: one.reader for one in FORMATS if one.reader}
LOCKED_READERS = {one.name for one in FORMATS if one.reads_locked}


def fits(function, protocol):
    """Whether it has the parameters of a protocol, with their names, because they are sent to another process by name,
    and the same types.
    """
    wanted = list(inspect.signature(protocol.__call__).parameters)[1:]
    return list(inspect.signature(function).parameters) == wanted and get_type_hints(function) == get_type_hints(
        protocol.__call__
    )


@pytest.mark.parametrize("name", READERS)
def test_reader_of_a_format_has_the_signature_of_its_kind(name):
    reader = READERS[name]
    protocol = ReadsPortions if reader.resumes else ReadsLocked if name in LOCKED_READERS else Reads
    function = resolve_name(reader.target)

    assert fits(function, protocol)
    inspect.signature(function).bind(**reader.arguments("somewhere", 0, 10, 5))


@pytest.mark.parametrize(
    "function",
    [lambda path: {}, lambda path, most: {}, text_reader.as_pages],
)
def test_other_functions_are_no_readers(function):
    assert not any(fits(function, protocol) for protocol in (Reads, ReadsPortions, ReadsLocked))


@pytest.mark.parametrize("filler", [" " * 30_000, "x" * 200_000, "-" * 30_000, "a\u0301" * 50_000, "\n \n" * 30_000])
@pytest.mark.parametrize(
    ("reader", "made"),
    [
        (text_reader, str.encode),
        (markdown_reader, str.encode),
        (html_reader, lambda text: f"<pre>{text}</pre>".encode()),
        (docx_reader, originals.word),
    ],
)
def test_long_run_of_one_character_costs_no_word(path_of, reader, made, filler):
    """With patterns that backtrack, each took minutes, so the sandbox stopped the reader and the text was lost."""
    started = time.process_time()

    text = "".join(reader.read(path_of(made(f"first {filler} last")))["pages"])

    assert {"first", "last"} <= set(text.split())
    assert search.document_of(entry("long"), Text((text,)))
    assert time.process_time() - started < 8
