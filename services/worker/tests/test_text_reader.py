from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import text_reader


def test_file_longer_than_the_limit_is_truncated(path_of, monkeypatch):
    monkeypatch.setattr(text_reader, "MAX_BYTES", 10)

    assert text_reader.read(path_of(b"0123456789more")) == {"pages": ["0123456789"], "total": 1, "truncated": True}


def test_text_longer_than_the_limit_is_truncated(path_of):
    found = text_reader.read(path_of(b"words " * (MAX_CHARACTERS // 6 + 10)))

    assert found["truncated"]
    assert sum(map(len, found["pages"])) <= MAX_CHARACTERS


def test_empty_file_is_one_empty_page(path_of):
    assert text_reader.read(path_of(b"")) == {"pages": [""], "total": 1, "truncated": False}
