"""Words of ordinary lines are found by a regular expression, to the same result as by cutting the whole text."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docloft.search.engine.cut_text import CutText
from docloft.search.text import joins
from docloft.search.text.folding import fold, plain
from docloft.search.text.pieces import pairs, pieces

_WORDS = ["rent", "Häuser", "a", "B", "E-Mail", "RE-2031", "12,50", "EUR", "+49", "(0)351", "99", "don't", "x.y"]
_MORE = [
    "ver-",
    "処刑",
    "ガイド",
    "a\u0301b",
    "so\u00adft",
    "&",
    "\u2013",
    "-",
    "1",
    "_",
    "٣",
    "น้ำ",
    "\u02bc",
    "fi\ufffe",
]
_TEXT = st.lists(st.sampled_from([*_WORDS, *_MORE, " ", " ", "\n", "\n", "\r\n", ". "]), max_size=30).map("".join)


def cut_as_a_whole(pages):
    known = set()
    writings: dict[str, Any] = {}
    loose: list[Any] = []
    words, dense = [], []
    joined: dict[str, Any] = {}
    for page in pages:
        cut = list(pieces(page))
        joined |= {run.written: None for group in joins.groups(page, cut) for run in joins.runs(page, group)}
        runs = []
        of_page: list[Any] = []
        for piece in cut:
            if piece.dense:
                known.update(pairs(piece.text))
                runs += pairs(piece.text)
            elif folded := fold(piece.text):
                writings.setdefault(folded, plain(piece.text))
                (loose if piece.loose else of_page).append(folded)
        words.append(of_page)
        dense.append(runs)
    return words, loose, dense, joined, writings


@given(st.lists(_TEXT, max_size=3))
def test_lines_are_cut_as_the_whole_text_is(pages):
    cut = CutText(pages)

    assert (cut.words, cut.loose, cut.pairs, cut.joined, cut.writings) == cut_as_a_whole(pages)
    assert list(cut.joined) == list(cut_as_a_whole(pages)[3])
