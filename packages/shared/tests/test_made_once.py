from docloft import made_once
from docloft.made_once import Derived


def test_what_was_made_of_an_object_is_found_for_this_object_only():
    made: Derived[list[int], str] = Derived()
    one, equal = [1], [1]

    assert made.keep(one, "made") == "made"

    assert (made.find(one), made.find(equal)) == ("made", None)
    made.keep(one, "made again")
    assert made.find(one) == "made again"


def test_only_what_was_used_last_is_kept(monkeypatch):
    monkeypatch.setattr(made_once, "_MOST_KEPT", 2)
    made: Derived[list[int], str] = Derived()
    one, two, three = [1], [2], [3]
    made.keep(one, "1")
    made.keep(two, "2")
    made.find(one)

    made.keep(three, "3")

    assert (made.find(one), made.find(two), made.find(three)) == ("1", None, "3")
