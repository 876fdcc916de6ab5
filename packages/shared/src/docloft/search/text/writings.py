"""Other ways in which the text of a query may be written in a document."""

from collections.abc import Sequence

from docloft.search.text import joins, phone_numbers
from docloft.search.text.pieces import Piece


def runs_of(text: str) -> tuple[str, ...]:
    """`joins.whole`, followed by the other runs of a phone number, with and without its country code."""
    run = joins.whole(text)
    if run is None:
        return ()
    return run, *phone_numbers.other_writings(run, after_plus=text.lstrip(" (").startswith("+"))


def words_together(text: str, cut: Sequence[Piece]) -> list[str]:
    """The words of a text, with the parts of each group written together: `48913 27` for `48.913,27`. `cut`: the pieces
    of the text without loose ones.
    """
    joined: list[str] = []
    starts = {
        chunk.start: chunk.mark == joins.BOUNDARY for group in joins.groups(text, cut, typed=True) for chunk in group
    }
    for piece in cut:
        if starts.get(piece.start):
            joined[-1] += piece.text
        else:
            joined.append(piece.text)
    return joined
