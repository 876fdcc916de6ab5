import pytest

from docloft.formats.markup import begins_with
from docloft.formats.unknown_file import UnknownFile


class FileOfText(UnknownFile):
    def __init__(self, text: str | None) -> None:
        vars(self)["text"] = text


@pytest.mark.parametrize(
    "text",
    [
        "<svg>",
        "<SVG/>",
        "\ufeff \t\r\n\f<svg>",
        "<?xml version='1.0'?><svg>",
        "<?XML version='1.0'?>\n<!-- drawn --> <!---->\n<svg>",
        "<!-- > -- [ --><svg>",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"><svg> [ ]>',
        '<!doctype\n SVG [<!ENTITY a "b">\n]><svg>',
        "<!-- [ and > --><!doctype svg><svg>",
        "<!-- <a> --><!doctype svg [<!ENTITY a 'b'>]><svg>",
        "<!doctype svg [<!ENTITY a 'b'>]><svg> [",
    ],
)
def test_element_is_found_after_what_may_precede_it(text):
    assert begins_with(FileOfText(text), r"<svg\b")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "svg",
        "<svgs>",
        "words <svg>",
        "<p><svg>",
        "<!-- drawn <svg>",
        "<?php ?><svg>",
        "<!doctype html><svg>",
        "<!doctype svg [<!ENTITY a 'b'> <svg>",
        "<!-- a --> words <!-- b --><svg>",
    ],
)
def test_element_elsewhere_is_not_the_beginning(text):
    assert not begins_with(FileOfText(text), r"<svg\b")
