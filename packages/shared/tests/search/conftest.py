"""The files bucket in moto; an index needs nothing else."""

from collections.abc import Callable, Iterator

import boto3
import pytest
from moto.core.models import MockAWS

from docloft import objects
from docloft.search import api as search
from packages.shared.tests.search.indexes import Index


@pytest.fixture
def bucket(aws_mock: MockAWS) -> Iterator[None]:
    search.forget()
    with aws_mock:
        objects.client.cache_clear()
        s3 = boto3.client("s3", region_name="eu-central-1")
        s3.create_bucket(Bucket="docloft-test-files", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_bucket_versioning(Bucket="docloft-test-files", VersioningConfiguration={"Status": "Enabled"})
        yield
        objects.client.cache_clear()
    search.forget()


@pytest.fixture
def make_index(bucket: None) -> Callable[..., Index]:
    return Index


@pytest.fixture
def index(make_index: Callable[..., Index]) -> Index:
    return make_index()
