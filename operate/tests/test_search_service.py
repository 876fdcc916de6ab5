"""The domain or collection that a stage searches with."""

import pytest
from botocore.exceptions import ClientError

from operate import search_service
from operate.findings import Level
from operate.tests.clients import Service, only, refused

DOMAIN = "https://search-papers-abcdefghij0123456789abcdef.eu-central-1.es.amazonaws.com"
COLLECTION = "https://abc123.eu-central-1.aoss.amazonaws.com"


def function(**variables):
    return Service(get_function_configuration={"Environment": {"Variables": variables}})


def using(endpoint, service):
    return function(SEARCH_ENGINE="opensearch", OPENSEARCH_ENDPOINT=endpoint, OPENSEARCH_SERVICE=service)


def metrics(**values):
    def get(MetricName, Statistics, **_):  # noqa: N803 - boto3's names
        value = values.get(MetricName.replace(".", "_"))
        return {"Datapoints": [] if value is None else [{Statistics[0]: value}]}

    return Service(get_metric_statistics=get)


def domain(**status):
    return Service(describe_domain={"DomainStatus": {"Created": True, "Deleted": False, **status}})


def test_stage_with_the_built_in_engine_has_nothing_to_check(stage, aws):
    aws(**{"lambda": function(SEARCH_ENGINE="tantivy")})

    assert only(search_service.opensearch, stage)[0] == Level.OK


@pytest.mark.parametrize("endpoint", ["", "https://localhost:9200"])
def test_address_that_is_not_one_of_aws_is_a_problem(stage, aws, endpoint):
    aws(**{"lambda": using(endpoint, "es")})

    assert only(search_service.opensearch, stage)[0] == Level.PROBLEM


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, Level.OK),
        ({"ClusterStatus_red": 0, "FreeStorageSpace": 9000}, Level.OK),
        ({"ClusterStatus_red": 1}, Level.PROBLEM),
        ({"ClusterIndexWritesBlocked": 1}, Level.PROBLEM),
        ({"FreeStorageSpace": 1999}, Level.PROBLEM),
    ],
)
def test_domain_without_data_or_room_is_a_problem(stage, aws, values, level):
    aws(**{"lambda": using(DOMAIN, "es"), "opensearch": domain(), "cloudwatch": metrics(**values)})

    found, text = only(search_service.opensearch, stage)
    assert found == level
    assert "papers" in text


@pytest.mark.parametrize(
    "service",
    [domain(Deleted=True), Service(describe_domain=refused("DescribeDomain", "ResourceNotFoundException"))],
    ids=["being deleted", "missing"],
)
def test_domain_that_does_not_exist_is_a_problem(stage, aws, service):
    aws(**{"lambda": using(DOMAIN, "es"), "opensearch": service})

    level, text = only(search_service.opensearch, stage)
    assert level == Level.PROBLEM
    assert "does not exist" in text


def test_domain_that_may_not_be_described_raises(stage, aws):
    aws(**{"lambda": using(DOMAIN, "es"), "opensearch": Service(describe_domain=refused("DescribeDomain"))})

    with pytest.raises(ClientError):
        list(search_service.opensearch(stage))


@pytest.mark.parametrize(
    ("details", "level"),
    [
        ([{"status": "ACTIVE", "name": "papers"}], Level.OK),
        ([{"status": "FAILED", "name": "papers"}], Level.PROBLEM),
        ([], Level.PROBLEM),
    ],
)
def test_collection_that_is_not_active_is_a_problem(stage, aws, details, level):
    serverless = Service(batch_get_collection={"collectionDetails": details})
    aws(**{"lambda": using(COLLECTION, "aoss"), "opensearchserverless": serverless})

    assert only(search_service.opensearch, stage)[0] == level
