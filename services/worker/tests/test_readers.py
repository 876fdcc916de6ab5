import importlib
import inspect

import pytest

from docloft.formats import FORMATS

READERS = {one.name: one.reader for one in FORMATS if one.reader}


@pytest.mark.parametrize("name", READERS)
def test_reader_of_a_format_exists_and_accepts_the_arguments_of_the_worker(name):
    reader = READERS[name]
    module, function = reader.target.split(":")

    signature = inspect.signature(getattr(importlib.import_module(module), function))

    signature.bind(**reader.arguments("somewhere", 0, 10, 5))
    assert list(signature.parameters) == list(reader.arguments("somewhere", 0, 10, 5))
