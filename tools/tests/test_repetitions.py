"""Which words and phrases are found twice."""

import pytest

from tools import repetitions

ENTRIES = """
### For people
- A filter can be removed there. Before, nothing happened. The same words within other parts of the query remain.
- Something else.
  removed there. Before, nothing happened. The same words within other parts of the query, such as
  others, remain.
"""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("page.md", "It edits files, so\nso it works in a copy."),
        ("page.md", "> one and\n> and two"),
        ("x.py", "    # edits files, so\n    # so it works"),
        ("x.js", "  // edits files, so\n  // so it works"),
        ("x.css", "/* edits files, so\n * so it works */"),
    ],
)
def test_word_of_two_lines_is_found(file, text):
    [finding] = repetitions.doubled_words(file, text)

    assert finding.startswith(f"{file}:2: ")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("page.md", "Ends with so.\nso on"),
        ("page.md", "one\nones"),
        ("page.md", "so\n\nso"),
        ("x.py", "for page in pages:\n    pages += page"),
        ("x.py", "before = 1 + before\nbefore += 1"),
    ],
)
def test_other_words_are_not_found(file, text):
    assert list(repetitions.doubled_words(file, text)) == []


def test_entries_with_a_phrase_in_common_are_found():
    assert list(repetitions.shared_phrases("page.md", ENTRIES)) == [
        "page.md:4: 'removed there before nothing happened the same words within other': also in the entry of line 3"
    ]
