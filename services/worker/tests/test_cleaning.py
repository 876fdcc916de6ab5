import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers.cleaning import broken_word, clean, join_broken, with_rest_of_word


@pytest.mark.parametrize(
    ("read", "cleaned"),
    [
        ("e\ufb03cient \ufb01ne", "efficient fine"),
        ("Mu\u0308ller", "Müller"),
        ("Donau\u00addampf", "Donaudampf"),
        ("nul\x00 bell\x07 escape\x1b", "nul bell escape"),
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("blanks  \t\nend", "blanks\nend"),
        ("one blank \nend", "one blank\nend"),
        ("a\n\n\n\n\n\n\nb", "a\n\n\nb"),
        ("a\u00a0X \t\nb\u00a0 \nc ", "a\u00a0X\nb\u00a0\nc "),
        ("\ufee3\ufeae\ufea3\ufe92\ufe8e", "مرحبا"),
        ("half\ud800pair", "halfpair"),
        ("日本語 ½ ①", "日本語 ½ ①"),
    ],
)
def test_text_is_normalized_to_what_a_person_would_type(read, cleaned):
    assert clean(read) == cleaned


@given(st.text(st.characters(codec=None), max_size=300))
def test_cleaning_is_idempotent(text):
    once = clean(text)

    assert clean(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("ein Wider-\nspruch ist", "ein Widerspruch\n ist"),
        ("Schwarz-\nWeiß", "Schwarz-Weiß\n"),
        ("well-\nknown and well-known", "well-known\n and well-known"),
        ("known and wellknown, well-\nknown, well-known", "known and wellknown, wellknown\n, well-known"),
        ("2024-\n05", "2024-\n05"),
        ("- item\n- item", "- item\n- item"),
        ("naï-\nveté", "naïveté\n"),
        ("no break", "no break"),
        ("soft\u00ad, hard\u2010, Wider-\nspruch", "soft\u00ad, hard\u2010, Widerspruch\n"),
        ("GmbH-\nanteile", "GmbH-anteile\n"),
        ("a-\nb", "ab\n"),
        ("Well-\nknown, well-known", "Well-known\n, well-known"),
        ("well-\nknown, Well-Known", "well-known\n, Well-Known"),
        ("Well-\nknown, wellknown, well-known", "Wellknown\n, wellknown, well-known"),
    ],
)
def test_words_broken_at_line_ends_are_joined(printed, joined):
    assert join_broken(printed) == joined


@given(st.text("ab-\n A", max_size=60))
def test_joining_loses_no_letter(text):
    def letters(some):
        return [character for character in some if character.isalpha()]

    assert letters(join_broken(text)) == letters(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\x1b[31mKern\x1b[1;32mfehler\x1b[0m", "Kernfehler"),
        ("\x1b(BKern\x1b%Gfehler\x1b7\x1b=\x1b>", "Kernfehler"),
        ("\x9b31mKern\x9b0mfehler", "Kernfehler"),
        ("\x1bP1$r0m\x1b\\Kern\x1b_note\x1b\\fehler", "Kernfehler"),
        ("\x1b]0;a title\x07words\x1b]8;;http://x\x1b\\link", "wordslink"),
        ("N\x08NA\x08AM\x08ME\x08E _\x08n_\x08o", "NAME no"),
        ("Name\x00\x00\x00Bern", "Name Bern"),
        ("Gr\x00und", "Grund"),
    ],
)
def test_terminal_commands_overstruck_letters_and_padding_are_removed(raw, text):
    assert clean(raw) == text


@pytest.mark.parametrize(
    ("page", "after", "whole"),
    [
        ("ein Wider-", "spruch ist", "ein Widerspruch"),
        ("ein Wider\u2010", "spruch", "ein Widerspruch"),
        ("ein Wider\u00ad", "spruch", "ein Widerspruch"),
        ("NATO-ab-", "kommen", "NATO-abkommen"),
        ("a-", "b", "ab"),
        ("die NATO-", "staaten", "die NATO-"),
        ("die GmbH-", "anteile", "die GmbH-"),
        ("Anlage 1b-", "is 2", "Anlage 1bis"),
        ("im Jahr 1999-", "danach", "im Jahr 1999-"),
        ("von A bis-", "Zürich", "von A bis-"),
        ("eine Liste -", "danach", "eine Liste -"),
        ("ein Satz.", "danach", "ein Satz."),
        ("ein Wort", "danach", "ein Wort"),
        ("ein Wider-", "", "ein Wider-"),
        ("", "danach", ""),
        ("-", "danach", "-"),
        ("ein Wider-", "Musterfirma\nspruch ist", "ein Widerspruch"),
        ("ein Wider-", "Brief vom 3. Mai\nSeite 2\n\nspruch ist", "ein Widerspruch"),
        ("ein Wider-", "A\nB\nC\nD\nspruch ist", "ein Wider-"),
        ("ein Wider-\nSeite 1 von 2", "spruch ist", "ein Wider- Widerspruch\nSeite 1 von 2"),
        ("ein Wider-\n\n- 1 -\nwww.example.org", "spruch ist", "ein Wider- Widerspruch\n- 1 -\nwww.example.org"),
        ("ein Wider-\nspruch, Seite 1", "spruch ist", "ein Wider-\nspruch, Seite 1"),
        ("die E-Mail-\nAdresse", "danach", "die E-Mail-\nAdresse"),
        ("ein Wider-\n" + "x 1 " * 50, "spruch ist", "ein Wider-\n" + "x 1 " * 50),
        ("ein Wider-", "A\nB\nC\nspruch ist", "ein Widerspruch"),
        ("ein Wider-", 3 * f"{'A' * 99}\n" + "spruch", "ein Widerspruch"),
        ("ein Wider-", "\n" * 450 + "spruch", "ein Wider-"),
        ("ein Wider-hall oder Wider-", "spruch", "ein Wider-hall oder Widerspruch"),
        ("ein Wider-\nSeite 1\n", "spruch", "ein Wider- Widerspruch\nSeite 1\n"),
    ],
)
def test_page_ends_with_the_whole_word_that_continues_on_the_next(page, after, whole):
    assert with_rest_of_word(page, broken_word(page), after) == whole


@pytest.mark.parametrize(
    ("page", "broken"),
    [
        ("ein Wider-", "Wider-"),
        ("ab-", "ab-"),
        ("Anlage 1b-", "b-"),
        ("x" * 150 + "-", "x" * 100 + "-"),
        ("Wider-\n1\nB\nC", "Wider-"),
        ("Wider-\n1\nB\nC\nD", ""),
        ("Wider-" + 3 * f"\n{'1' * 100}", "Wider-"),
        ("Wider-\n" + "1" * 101, ""),
        ("Wider-" + "\n" * 450 + "1", ""),
        ("Wider-\nspruch, Seite 1", ""),
        ("Wider-\nohne Zahl", ""),
    ],
)
def test_broken_word_is_found_before_the_margin_of_a_page(page, broken):
    assert broken_word(page) == broken
