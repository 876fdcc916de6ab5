import pytest

from docloft import objects
from docloft_worker.recognition import model_folder, models

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    monkeypatch.setattr(model_folder, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(model_folder, "_listed", [])


def put(name, body=b"a model"):
    objects.write(f"languages/{name}", body, "application/octet-stream")


def test_without_models_in_the_bucket_it_has_the_shipped_ones():
    assert models.installed(model_folder.path()) == models.installed()


def test_model_in_the_bucket_is_added_to_the_shipped_ones():
    put("chi_sim.traineddata")

    folder = model_folder.path()

    assert models.installed(folder) == tuple(sorted(("chi_sim", *models.installed())))
    assert (folder / "chi_sim.traineddata").read_bytes() == b"a model"


def test_model_in_the_bucket_replaces_the_shipped_one():
    put("deu.traineddata")

    assert (model_folder.path() / "deu.traineddata").read_bytes() == b"a model"


@pytest.mark.parametrize("name", ["README.txt", "../deu.traineddata", "a/jpn.traineddata"])
def test_other_files_are_ignored(name):
    put(name)

    assert models.installed(model_folder.path()) == models.installed()


def test_bucket_is_listed_at_most_every_five_minutes(monkeypatch):
    model_folder.path()
    monkeypatch.setattr(objects, "names_under", lambda _: pytest.fail("It was listed again."))

    assert models.installed(model_folder.path()) == models.installed()


@pytest.mark.parametrize("exists", [True, False])
def test_links_of_a_version_that_was_deployed_before_are_replaced(tmp_path, exists):
    folder, old = tmp_path / "docloft-models", tmp_path / "deu.traineddata"
    folder.mkdir()
    (folder / "deu.traineddata").symlink_to(old)
    if exists:
        old.write_bytes(b"an older model")

    assert model_folder.path() == folder
    assert (folder / "deu.traineddata").resolve() == models.FOLDER / "deu.traineddata"
