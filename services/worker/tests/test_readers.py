import importlib
import inspect
import time

import pytest

from docloft.formats import FORMATS
from docloft.search import api as search
from docloft.texts import Text
from docloft_worker.readers import docx_reader, html_reader, markdown_reader, text_reader
from packages.shared.tests.search.indexes import entry
from services.worker.tests import originals

READERS = {one.name: one.reader for one in FORMATS if one.reader}
LOCKED_READERS = {one.name for one in FORMATS if one.reads_locked}


@pytest.mark.parametrize("name", READERS)
def test_reader_of_a_format_exists_and_accepts_the_arguments_of_the_worker(name):
    reader = READERS[name]
    module, function = reader.target.split(":")

    signature = inspect.signature(getattr(importlib.import_module(module), function))

    arguments = reader.arguments("somewhere", 0, 10, 5)
    signature.bind(**arguments)
    password = ["password"] if name in LOCKED_READERS else []
    assert list(signature.parameters) == [*arguments, *password]


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
