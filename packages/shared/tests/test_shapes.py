"""A dict is accepted only with the keys and types that its TypedDict declares."""

from typing import NotRequired, TypedDict

import pytest

from docloft.shapes import LARGEST, conforms


class Portion(TypedDict):
    pages: list[str]
    total: int
    truncated: bool
    next: NotRequired[int | None]


WHOLE = {"pages": ["one", ""], "total": 2, "truncated": False}


@pytest.mark.parametrize("change", [{}, {"next": 1}, {"next": None}, {"pages": []}, {"total": 0}, {"total": LARGEST}])
def test_dict_of_the_shape_conforms(change):
    assert conforms({**WHOLE, **change}, Portion)


@pytest.mark.parametrize(
    "change",
    [
        {"pages": "one"},
        {"pages": [1]},
        {"pages": None},
        {"total": -1},
        {"total": LARGEST + 1},
        {"total": 2.0},
        {"total": True},
        {"total": "2"},
        {"truncated": 0},
        {"next": "1"},
        {"more": 1},
    ],
)
def test_dict_of_another_shape_does_not_conform(change):
    assert not conforms({**WHOLE, **change}, Portion)


@pytest.mark.parametrize("name", WHOLE)
def test_required_key_must_be_there(name):
    assert not conforms({key: value for key, value in WHOLE.items() if key != name}, Portion)


@pytest.mark.parametrize("value", [None, [], 7, "pages"])
def test_other_value_is_not_a_dict(value):
    assert not conforms(value, Portion)
