from typing import Any

import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import JSONFileLoader
from botocore.session import Session, get_session

from docloft import service_models
from tests.recording import recording


@pytest.fixture
def shared():
    service_models._loader.cache_clear()
    yield lambda: service_models.share(get_session())
    service_models._loader.cache_clear()


def make(session: Session, service: Any) -> Any:
    return session.create_client(
        service, region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


def test_nothing_is_read_twice_for_clients_of_two_sessions(shared, monkeypatch):
    read: list[Any] = []
    load = JSONFileLoader.load_file
    monkeypatch.setattr(JSONFileLoader, "load_file", recording(read, load, lambda *given: given[1]))

    make(shared(), "dynamodb")
    make(shared(), "s3")

    assert any("endpoints" in path for path in read)
    assert len(read) == len(set(read))


@pytest.mark.parametrize("service", ["dynamodb", "s3", "sqs", "lambda", "apigateway", "textract"])
def test_clients_are_those_that_botocore_makes(shared, service):
    made, usual = make(shared(), service), make(get_session(), service)

    assert made.meta.service_model.operation_names == usual.meta.service_model.operation_names
    assert made.meta.service_model.api_version == usual.meta.service_model.api_version
    assert made.meta.endpoint_url == usual.meta.endpoint_url


def test_unknown_service_is_an_error(shared):
    with pytest.raises(UnknownServiceError):
        make(shared(), "no-such-service")


def test_descriptions_of_the_operator_are_found(shared, monkeypatch, tmp_path):
    """botocore's setting AWS_DATA_PATH."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    (tmp_path / "mine" / "2026-01-01").mkdir(parents=True)

    assert "mine" in shared().get_component("data_loader").list_available_services("service-2")
