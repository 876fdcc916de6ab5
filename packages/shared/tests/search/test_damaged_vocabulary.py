"""A damaged vocabulary lacks words, but no search in it runs on and on."""

from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from docloft.search.vocabulary import RULES, Vocabulary
from tests.narrowing import present


class Counted(str):
    """A text in which things can be looked for a thousand times."""

    __slots__ = ("times",)

    def __init__(self, text):
        del text
        self.times = 0

    def find(self, *sought):
        self._count()
        return super().find(*sought)

    def rfind(self, *sought):
        self._count()
        return super().rfind(*sought)

    def _count(self):
        self.times += 1
        assert self.times < 1000, f"the search in {str(self)!r} does not end"


TORN = st.lists(st.sampled_from([*";; ,+=abä012", ";a 0", ";b 1,2=ä", ";c"]), max_size=15).map("".join)
SEARCHES = {
    "find": Vocabulary.find,
    "starting": lambda known, word: list(known.starting(word, 1000)),
    "containing": lambda known, word: list(known.containing(word, 1000)),
}


@given(TORN, st.text("abcä ;0", max_size=2), st.sampled_from(sorted(SEARCHES)))
@example("a 0;", "b", "find")
@example(";", "a", "starting")
def test_search_ends(stored, sought, search):
    known = Vocabulary(f"{RULES};{stored}")
    known._lines = Counted(known._lines)

    with suppress(ValueError):
        SEARCHES[search](known, sought)


def test_words_before_the_damage_are_found():
    known = Vocabulary(f"{RULES};a 0;b 1;c 2;")

    assert [present(known.find(word)).sections for word in "abc"] == [(0,), (1,), (2,)]
    assert known.find("d") is None
