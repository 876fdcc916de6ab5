"""Names of documents that are made from the parts of a file."""

from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.part_documents import clean_path


@given(st.text(max_size=200) | st.text("./\\:~ \x00\u202eaA", max_size=40))
def test_path_of_a_part_leads_nowhere(name):
    cleaned = clean_path(name)

    folders = cleaned.split("/")
    assert all(folder.strip() and folder not in {".", ".."} for folder in folders)
    assert not any(character in cleaned for character in "\\\x00\n\u202e")
    assert clean_path(cleaned) == cleaned
