import pytest

from docloft.search import api as search


@pytest.fixture
def path_of(tmp_path):
    """Writes bytes to a file and returns its path as readers expect it."""

    def write(body):
        path = tmp_path / "original"
        path.write_bytes(body)
        return str(path)

    return write


@pytest.fixture
def fresh_indexes(cloud):
    """A bucket and tables, and no index of an earlier test in memory."""
    search.forget()
    yield
    search.forget()
