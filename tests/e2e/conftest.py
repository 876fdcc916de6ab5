"""People who use the running product. Each has their own library, so that tests do not affect each other."""

import secrets
from collections.abc import Callable

import pytest

from tests.conftest import Stack
from tools.api_client import Client


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
