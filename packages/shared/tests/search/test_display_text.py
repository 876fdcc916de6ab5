import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from docloft import bidi
from docloft.search.shown.display_text import clean
from docloft.search.text.pieces import broken_ends

_CHARACTERS = "aBX é処🎉 \n\t-\u00ad\ufeff\u202e\x00\x85\u200d\ufffe\U0001ffff\ud800\u3000"
_TEXT = st.text(st.sampled_from(_CHARACTERS), max_size=40)


def letter_by_letter(text, length):
    """What `clean` is defined to return: the text, and the place of each offset in it."""
    skipped = {offset for low, high in broken_ends(text) for offset in range(low, high)}
    places = []
    kept: list[str] = []
    for position, character in enumerate(text[:length]):
        places.append(len(kept))
        if position in skipped:
            continue
        if character.isspace():
            if kept and kept[-1] != " ":
                kept.append(" ")
        elif (
            character not in bidi.CONTROLS | {"\u00ad", "\ufeff"}
            and ord(character) & 0xFFFE != 0xFFFE
            and unicodedata.category(character) not in {"Cc", "Cs"}
        ):
            kept.append(character)
    return "".join(kept).rstrip(" "), [*places, len(kept)]


@given(_TEXT, st.integers(0, 40))
@example("a broken-\nword is kept", 40)
@example("ends in X ", 40)
def test_text_is_cleaned_as_if_letter_by_letter(text, length):
    length = min(length, len(text))

    cleaned = clean(text, length)

    expected, places = letter_by_letter(text, length)
    assert cleaned.text == expected
    assert [cleaned.place(offset) for offset in range(length + 1)] == places


def test_every_character_is_cleaned_the_same_way():
    text = "".join(f"a{chr(code)}" for code in (*range(0x3000), *range(0xD000, 0x1FFFF)))

    assert clean(text, len(text)).text == letter_by_letter(text, len(text))[0]
