import importlib

from docloft.formats import FORMATS
from docloft_worker.extract import EXTRACTORS


def test_every_type_that_promises_words_has_an_extractor_and_no_other():
    assert set(EXTRACTORS) == {one.media_type for one in FORMATS if one.reader}


def test_every_target_exists_and_takes_its_arguments(path_of):
    for extractor in EXTRACTORS.values():
        module, function = extractor.target.split(":")
        arguments = extractor.arguments("somewhere", 0, 10, 5)
        code = getattr(importlib.import_module(module), function).__code__
        assert code.co_varnames[: code.co_argcount] == tuple(arguments)
