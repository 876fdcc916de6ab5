"""People who use the running product. Each has their own library, so that tests do not affect each other."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Stack
from tools.api_client import Client

FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs test_permissions.py after the other tests of this tier, which make the calls. Its tests that need every call
    are deselected unless the whole tier was collected.
    """
    last = [item for item in items if item.path.name == "test_permissions.py"]
    if not last:
        return
    here = [item for item in items if item.path.parent == FOLDER]
    others = [item for item in items if item not in last]
    end = max((at for at, item in enumerate(others, 1) if item in here), default=len(others))
    if {item.path for item in here} != set(FOLDER.glob("test_*.py")) or config.getoption("keyword"):
        config.hook.pytest_deselected(items=[item for item in last if item.get_closest_marker("whole_tier")])
        last = [item for item in last if not item.get_closest_marker("whole_tier")]
    items[:] = [*others[:end], *last, *others[end:]]


def make_person(stack: Stack) -> Client:
    """Creates an account as an operator does. Its library is created on the first request."""
    cognito = stack.client("cognito-idp")
    email = f"person-{secrets.token_hex(6)}@example.org"
    password = "Aa1" + secrets.token_hex(12)
    cognito.admin_create_user(
        UserPoolId=stack["user_pool_id"],
        Username=email,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
    )
    cognito.admin_set_user_password(UserPoolId=stack["user_pool_id"], Username=email, Password=password, Permanent=True)
    return Client(stack.outputs, email, password)


@pytest.fixture
def person(stack: Stack) -> Client:
    return make_person(stack)


@pytest.fixture
def sqs(stack: Stack):
    return stack.client("sqs")


@pytest.fixture
def dead_letters(stack: Stack, sqs) -> Callable[[], int]:
    def count() -> int:
        response = sqs.get_queue_attributes(
            QueueUrl=stack["dead_letter_queue_url"], AttributeNames=["ApproximateNumberOfMessages"]
        )
        return int(response["Attributes"]["ApproximateNumberOfMessages"])

    return count
