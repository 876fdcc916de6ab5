import pytest


@pytest.fixture
def path_of(tmp_path):
    """Writes bytes to a file and returns its path as readers expect it."""

    def write(body):
        path = tmp_path / "original"
        path.write_bytes(body)
        return str(path)

    return write
